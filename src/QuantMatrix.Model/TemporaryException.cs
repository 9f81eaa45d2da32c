namespace QuantMatrix.Model;

/// <summary>Something outside is not available now (a lock, a server, a source); the same call may succeed later. Exit code 75.</summary>
public sealed class TemporaryException(string message, Exception? inner = null) : Exception(message, inner);
