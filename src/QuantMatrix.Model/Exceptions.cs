namespace QuantMatrix.Model;

/// <summary>The data cannot be used as requested; nothing was changed. The message says what, where, found and expected. Exit code 65.</summary>
public sealed class DataUnfitException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A lock, server or source is unavailable at the moment; the same call may succeed later. Exit code 75.</summary>
public sealed class TemporaryException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The configuration is invalid (a file, an option, an environment variable); nothing was done. Exit code 78.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
