namespace QuantMatrix.Model;

/// <summary>Data is not fit for what was asked; nothing was changed and the message names what, where, found and expected. Exit code 65.</summary>
public sealed class DataUnfitException(string message, Exception? inner = null) : Exception(message, inner);
