using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli;

/// <summary>Reads <c>--format</c>.</summary>
internal static class FormatOption
{
    /// <exception cref="UsageException">The word is none of the formats of the verb.</exception>
    public static TableFormat Read(string text, IReadOnlyList<TableFormat> formats)
    {
        var names = formats.Select(f => SnakeCase.Of(f.ToString())).ToList();
        var index = names.IndexOf(text);
        if (index >= 0) return formats[index];
        throw new UsageException($"--format {text}: expected {string.Join(", ", names)}{DidYouMean.Suggestion(text, names)}");
    }
}
