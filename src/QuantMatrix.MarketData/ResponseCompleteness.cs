using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>How much of a request the response for one symbol holds.</summary>
/// <param name="Newest">The newest bar; null without one.</param>
/// <param name="Refused">Rows that break a rule.</param>
public readonly record struct ResponseCompleteness(int Bars, DateOnly? Newest, int Refused)
{
    public int Rows => Bars + Refused;

    public static ResponseCompleteness Of(Bars bars, string symbol, int refused)
    {
        var rows = bars.IndexOf(symbol) is >= 0 and var index ? bars.Days[bars.RowsOf(index)] : [];
        return new(rows.Length, rows.IsEmpty ? null : Day.Date(rows[^1]), refused);
    }

    /// <summary>The newest session due came, and the refused rows are within the limit.</summary>
    public bool IsServed(DateOnly due, int refusedPercent) => Newest >= due && !IsRefusedAbove(refusedPercent);

    public bool IsRefusedAbove(int percent) => 100L * Refused > (long)percent * Rows;

    /// <summary>A newer bar counts first, then fewer refused rows.</summary>
    public bool IsBetterThan(ResponseCompleteness other) =>
        Newest is { } newest && (!(newest <= other.Newest) || (newest == other.Newest && Refused < other.Refused));

    /// <summary>What the response lacks.</summary>
    public string Lack(DateOnly due, int refusedPercent) => string.Join(", ", new[]
    {
        Newest >= due ? null : FormattableString.Invariant($"newest bar {Newest:yyyy-MM-dd}, expected {due:yyyy-MM-dd}"),
        IsRefusedAbove(refusedPercent) ? $"{Plural.Number(Refused)} of {Plural.Of(Rows, "row")} refused" : null,
    }.OfType<string>());
}
