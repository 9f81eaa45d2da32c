namespace QuantMatrix.Batch.Config;

/// <summary>The command line is wrong; nothing was done. Exit code 64.</summary>
public sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Collects the faults of independent parts of a command line so that all are reported together.</summary>
public sealed class UsageFaults
{
    private readonly List<string> all = [];

    public void Add(string fault) => all.Add(fault);

    public void AddRange(IEnumerable<string> faults) => all.AddRange(faults);

    /// <returns>The value, or the default of its type when reading it throws a <see cref="UsageException"/>, which is collected.</returns>
    public T? Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException fault)
        {
            Add(fault.Message);
            return default;
        }
    }

    /// <exception cref="UsageException">There is at least one fault; the message has one per line.</exception>
    public void ThrowIfAny()
    {
        if (all.Count > 0) throw new UsageException(string.Join('\n', all));
    }
}
