using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>One fault of a file.</summary>
public readonly record struct ConfigError(int Line, string Text);

/// <summary>Collects the faults of a file so that all are reported together.</summary>
public sealed class ConfigErrors(string file)
{
    private readonly List<ConfigError> all = [];

    public void Add(int line, string text) => all.Add(new(line, Printable.Of(text)));

    public void Add(IEnumerable<ConfigError> errors)
    {
        foreach (var error in errors) Add(error.Line, error.Text);
    }

    /// <exception cref="ConfigurationException">There is at least one fault; the message has one per line, in the order of the file.</exception>
    public void ThrowIfAny()
    {
        if (all.Count == 0) return;
        throw new ConfigurationException(string.Join('\n', all.OrderBy(e => e.Line).Select(e => $"{file}:{e.Line}: {e.Text}")));
    }
}
