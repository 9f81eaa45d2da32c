using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>Everything that is wrong with a file, collected so that it is told all at once.</summary>
public sealed class ConfigErrors(string file)
{
    private readonly List<(int Line, string Text)> all = [];

    public void Add(int line, string text) => all.Add((line, text));

    /// <exception cref="ConfigurationException">There is at least one fault; the message holds them all, one a line, in the file's order.</exception>
    public void ThrowIfAny()
    {
        if (all.Count == 0) return;
        throw new ConfigurationException(string.Join('\n', all.OrderBy(f => f.Line).Select(f => $"{file}:{f.Line}: {f.Text}")));
    }
}
