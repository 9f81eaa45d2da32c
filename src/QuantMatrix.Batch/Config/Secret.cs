using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Config;

/// <summary>A key or a connection string; shows its value only when asked for it by name.</summary>
public sealed partial class Secret
{
    private readonly string value;
    private readonly IReadOnlyList<string> hidden;

    public Secret(string value) : this(value, [value])
    {
    }

    private Secret(string value, IReadOnlyList<string> hidden) => (this.value, this.hidden) = (value, hidden);

    /// <summary>A connection string: what it hides is its password, not the server's address.</summary>
    /// <remarks>It ends at a semicolon in one dialect and at a comma in the other, so both readings are hidden.</remarks>
    public static Secret OfConnection(string text) =>
        new(text, [.. Passwords().Matches(text).Select(m => m.Groups[1].Value).SelectMany(p => new[] { p, p.Split(',')[0] }).Select(p => p.Trim().Trim('"', '\'')).Where(p => p.Length > 0)]);

    public string Reveal() => value;

    /// <summary>The text without the secret.</summary>
    public string RemoveFrom(string text) => hidden.Aggregate(text, (rest, part) => rest.Replace(part, ToString(), StringComparison.Ordinal));

    public override string ToString() => "***";

    [GeneratedRegex("(?i)(?:password|pwd|psw)\\s*=\\s*(\"[^\"]+\"|'[^']+'|[^;]+)")]
    private static partial Regex Passwords();
}
