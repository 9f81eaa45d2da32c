namespace QuantMatrix.Batch.Cli;

/// <summary>
/// Reorders arguments for the parser. A list option takes every word up to the next option, so <c>--set a.b=1 TARGET</c> would
/// consume TARGET; here each <c>--set</c> has one value. Positional arguments follow <c>--</c>, so that a query may begin with
/// a comment.
/// </summary>
internal sealed class ArgumentList
{
    private readonly List<string> options = [], sets = [], positional = [], faults = [];

    public ArgumentList(IReadOnlyList<string> arguments, CommandSchema command)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(Long(arguments[i], command));
            if (command.Find(name) is not { TakesValue: true } option)
            {
                (name.Length == 0 ? positional : options).Add(arguments[i]);
                continue;
            }
            if (value is null && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) value = arguments[++i];
            if (value is not null && i + 1 < arguments.Count && arguments[i + 1] == option.Second) value = $"{value} {arguments[++i]}";
            if (value is null) faults.Add($"missing value of --{name}; expected --{name} {option.Value}");
            else if (name == "set") sets.Add(value);
            else options.AddRange([$"--{name}", value]);
        }
    }

    /// <summary>The arguments without the command, in the order for the parser.</summary>
    public IReadOnlyList<string> Ordered => [.. options, .. sets.Count == 0 ? [] : new[] { "--set" }, .. sets, "--", .. positional];

    public IReadOnlyList<string> Positional => positional;

    public IReadOnlyList<string> Faults => faults;

    /// <summary>The value of an option; null when it is not set.</summary>
    public string? Value(string option) => options.IndexOf($"--{option}") is >= 0 and var i && i + 1 < options.Count ? options[i + 1] : null;

    /// <summary><c>-f</c> as <c>--file</c>.</summary>
    private static string Long(string argument, CommandSchema command) =>
        argument is ['-', var letter] && command.Options.FirstOrDefault(o => o.Short == $"{letter}") is { } option ? $"--{option.Name}" : argument;

    /// <summary>An argument with whitespace in its name is a query that begins with a comment, not an option.</summary>
    private static (string Name, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal)) return ("", null);
        var (name, value) = argument[2..].Split('=', 2) is [var left, var right] ? (left, right) : (argument[2..], null);
        return name.Any(char.IsWhiteSpace) ? ("", null) : (name, value);
    }
}
