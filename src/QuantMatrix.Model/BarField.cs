namespace QuantMatrix.Model;

/// <summary>The bar fields every panel holds, usable as indicator inputs; all have values from row 0.</summary>
public static class BarField
{
    public const string Open = "open";
    public const string High = "high";
    public const string Low = "low";
    public const string Close = "close";
    public const string Volume = "volume";

    /// <summary>In panel order; they stand before the columns in every row of features.</summary>
    public static readonly IReadOnlyList<string> All = [Open, High, Low, Close, Volume];
}
