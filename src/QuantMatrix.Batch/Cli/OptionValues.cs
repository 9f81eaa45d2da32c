using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Reads the values of options that several commands have.</summary>
internal static class OptionValues
{
    private const int MaxWorkers = 1024;

    /// <returns>The symbol in canonical form.</returns>
    /// <exception cref="UsageException">The text is not a ticker.</exception>
    public static string Symbol(string text) => Symbols.TryCanonical(text, out var symbol) ? symbol
        : throw new UsageException($"invalid symbol '{text}'; expected a ticker like AAPL or BRK-B");

    /// <param name="option">As typed: <c>--as-of</c>.</param>
    /// <returns>Null when the option is not set.</returns>
    /// <exception cref="UsageException">The text is not a date.</exception>
    public static DateOnly? Date(string option, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new UsageException($"{option} {text}: expected a date like 2018-02-07");

    /// <param name="option">As typed: <c>--known-at</c>.</param>
    /// <returns>Null when the option is not set.</returns>
    /// <exception cref="UsageException">The text is neither a date nor a time.</exception>
    public static KnownAt? Known(string option, string? text) => text is null ? null
        : KnownAt.Parse(text) ?? throw new UsageException($"{option} {text}: expected a date or a time in UTC, like 2018-02-07 or 2018-02-07T22:30Z");

    /// <returns>Zero when the option is not set.</returns>
    /// <exception cref="UsageException">The text is not a duration.</exception>
    public static TimeSpan Duration(string option, string? text) => text is null ? TimeSpan.Zero
        : Durations.TryParse(text, out var duration) ? duration
        : throw new UsageException($"{option} {text}: expected {Durations.Expected}");

    /// <exception cref="UsageException">The text is none of the words.</exception>
    public static string Word(string option, string text, params IReadOnlyList<string> words) => words.Contains(text) ? text
        : throw new UsageException($"{option} {text}: unknown value{DidYouMean.Hint(text, words)}");

    /// <returns>The number of cores when the option is not set.</returns>
    /// <exception cref="UsageException">The text is not a number in range.</exception>
    public static int Workers(string? text) => text is null ? Environment.ProcessorCount : Whole("--workers", text, 1, MaxWorkers);

    /// <exception cref="UsageException">The text is not a number in range.</exception>
    public static int Whole(string option, string text, int from, int to = int.MaxValue) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number
            : throw new UsageException($"{option} {text}: expected a whole number from {from}{(to == int.MaxValue ? "" : $" to {to}")}");

    /// <summary>The URI of a folder as other programs see it, without a slash at the end.</summary>
    /// <exception cref="UsageException">The text is none, or contains a password, which would be stored.</exception>
    public static string Location(string option, string text)
    {
        var isUri = Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.StartsWith($"{uri.Scheme}://", StringComparison.OrdinalIgnoreCase);
        if (isUri && uri!.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new UsageException($"{option}: the URI, not shown, contains a password; expected one without, like s3://bucket/data/lake");
        var isFolder = isUri && (uri!.IsFile ? uri.Host.Length == 0 && uri.AbsolutePath.Length > 1 : uri.Host.Length > 0)
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '?' or '#') && !text.Split('/').Any(part => part is "." or "..");
        return isFolder ? text.TrimEnd('/') : throw new UsageException(
            $"{option} {text}: expected the absolute URI of the lake's folder as readers see it, like s3://bucket/data/lake or file:///srv/data/lake");
    }
}
