namespace QuantMatrix.Batch.Config;

/// <summary>The command line asks for something that does not exist; nothing was done. Exit code 64.</summary>
public sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
