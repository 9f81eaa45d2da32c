using System.Globalization;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli;

/// <summary>A context given on the command line.</summary>
internal static class DateOption
{
    /// <summary>Null when the option was not given.</summary>
    /// <param name="option">As typed: <c>--as-of</c>.</param>
    /// <exception cref="UsageException">It is no date.</exception>
    public static DateOnly? Read(string option, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new UsageException($"{option} {text}: expected a date like 2018-02-07");
}
