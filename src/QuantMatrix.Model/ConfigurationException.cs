namespace QuantMatrix.Model;

/// <summary>The caller's configuration is wrong (a file, an option, an environment value); nothing was done. Exit code 78.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
