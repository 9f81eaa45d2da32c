using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli;

/// <summary>
/// Puts arguments into the one order the parser reads without guessing: a list option takes every word up to the next
/// option, so <c>--set a.b=1 TARGET</c> would swallow TARGET; here each <c>--set</c> has one value, and what is no option
/// stands behind <c>--</c>, where a query may begin with a comment.
/// </summary>
internal sealed class ArgumentList
{
    private readonly List<string> rest = [];
    private readonly List<string> sets = [];
    private readonly List<string> words = [];

    /// <param name="valued">The options that take a value.</param>
    /// <exception cref="UsageException">An option lacks its value.</exception>
    public ArgumentList(IReadOnlyList<string> arguments, IReadOnlyCollection<string> valued)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            if (!valued.Contains(name))
            {
                (name.Length == 0 ? words : rest).Add(arguments[i]);
                continue;
            }
            if (value is null && (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)))
                throw new UsageException($"--{name}: expected a value");
            value ??= arguments[++i];
            if (name == "set") sets.Add(value);
            else rest.AddRange([$"--{name}", value]);
        }
    }

    public IReadOnlyList<string> Ordered => words is [] or ["help", ..] ? [.. words, .. rest]
        : [words[0], .. rest, .. sets.Count == 0 ? [] : new[] { "--set" }, .. sets, "--", .. words.Skip(1)];

    /// <summary>The verb and what stands beside options.</summary>
    public IReadOnlyList<string> Words => words;

    private static (string Name, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal)) return ("", null);
        var (name, value) = argument[2..].Split('=', 2) is [var left, var right] ? (left, right) : (argument[2..], null);
        return name.Any(char.IsWhiteSpace) ? ("", null) : (name, value);
    }
}
