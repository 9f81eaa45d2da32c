namespace QuantMatrix.Batch.Config;

/// <summary>The command line is wrong; nothing was done. Exit code 64.</summary>
public sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <exception cref="UsageException">There is at least one fault; the message has one per line.</exception>
    public static void ThrowIfAny(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0) throw new UsageException(string.Join('\n', faults));
    }
}
