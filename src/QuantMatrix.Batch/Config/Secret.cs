using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Config;

/// <summary>A key or a connection string; only <see cref="Reveal"/> returns its value.</summary>
public sealed partial class Secret
{
    private const int MinToken = 8;
    private const string Mask = "***";

    private readonly string value;
    private readonly IReadOnlyList<string> hidden;

    public Secret(string value) : this(value, [value])
    {
    }

    private Secret(string value, IReadOnlyList<string> hidden) => (this.value, this.hidden) = (value, hidden);

    /// <summary>A connection string, of which only the password is secret.</summary>
    /// <remarks>A password ends at a semicolon (Npgsql) or at a comma (StackExchange.Redis), so both readings are hidden.</remarks>
    public static Secret OfConnection(string text)
    {
        var passwords = Passwords().Matches(text).Select(m => m.Groups[1].Value);
        return new(text, [.. passwords.SelectMany(p => new[] { p, p.Split(',')[0] }).Select(p => p.Trim().Trim('"', '\'')).Where(p => p.Length > 0)]);
    }

    /// <summary>An address with a token, such as that of a webhook: hidden as a whole, without its host, and each part that can be a token.</summary>
    public static Secret OfUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)) return new(text);
        var parts = url.PathAndQuery.Split('/', '?', '&', '=').Append(url.UserInfo).Where(IsLikeToken);
        return new(text, [text, url.AbsoluteUri, .. url.PathAndQuery.Length < MinToken ? [] : new[] { url.PathAndQuery }, .. parts]);
    }

    public string Reveal() => value;

    /// <summary>The text with the secret replaced by <c>***</c>.</summary>
    public string RemoveFrom(string text) => Remove([this], text);

    /// <summary>The text with every secret replaced by <c>***</c>, the longest first, because one may be part of another.</summary>
    public static string Remove(IEnumerable<Secret> secrets, string text) => secrets.SelectMany(s => s.hidden).OrderByDescending(part => part.Length)
        .Aggregate(text, (rest, part) => rest.Replace(part, Mask, StringComparison.Ordinal));

    public override string ToString() => Mask;

    private static bool IsLikeToken(string part) => part.Length >= MinToken && part.Any(char.IsAsciiDigit);

    [GeneratedRegex("(?i)(?:password|pwd|psw)\\s*=\\s*(\"[^\"]+\"|'[^']+'|[^;]+)")]
    private static partial Regex Passwords();
}
