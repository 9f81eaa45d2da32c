namespace QuantMatrix.Model;

/// <summary>One session of one symbol. Prices split-adjusted; <see cref="AdjClose"/> is NaN where the source gives none.</summary>
public readonly record struct Bar(int Day, double Open, double High, double Low, double Close, double AdjClose, long Volume);
