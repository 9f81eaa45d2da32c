using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The symbols whose newest sessions did not come, and those with too many refused rows.</summary>
/// <param name="due">The newest session due; null for a local source, whose symbols may end at any session.</param>
/// <param name="refusedPercent">Percent of a symbol's rows that may be refused.</param>
internal sealed class Shortfalls(SessionCalendar calendar, DateOnly? due, int refusedPercent)
{
    /// <summary>A symbol whose newest bar is older than this many sessions is halted or delisted, not late.</summary>
    private const int MaxSessionsLate = 5;

    private readonly SortedDictionary<string, ResponseCompleteness> found = new(StringComparer.Ordinal);

    public bool Any => Behind > 0 || AnyRefused;

    /// <summary>Whether too many rows of a symbol were refused.</summary>
    public bool AnyRefused => found.Values.Any(f => f.IsRefusedAbove(refusedPercent));

    /// <summary>Symbols without a bar of the newest session due.</summary>
    public int Behind => found.Values.Count(IsBehind);

    /// <summary>No symbol has a bar of the newest session due, and some have recent ones: the source has not published it yet.</summary>
    public bool IsUnpublished => found.Count > 0 && Behind == found.Count
        && found.Values.Any(f => f.Newest >= calendar.Back(due!.Value, MaxSessionsLate));

    /// <summary>A later response for the same symbol replaces an earlier one.</summary>
    public void Add(Fetched part)
    {
        var refused = part.Rejected.ToLookup(r => r.Symbol);
        for (var s = 0; s < part.Bars.Symbols.Count; s++)
        {
            var (symbol, provider) = (part.Bars.Symbols[s], due is null ? null : part.Bars.Source[part.Bars.Starts[s]]);
            found[symbol] = ResponseCompleteness.Of(part.Bars, symbol, refused[symbol].Count(r => provider is null || r.Source == provider));
        }
        // Of a live source, a symbol without any bar is a failure.
        if (due is not null) return;
        foreach (var rows in refused.Where(r => part.Bars.IndexOf(r.Key) < 0)) found[rows.Key] = new(0, null, rows.Count());
    }

    /// <summary>One line for each first missing session, and one for all symbols with too many refused rows.</summary>
    public IEnumerable<string> Lines()
    {
        var missing = found.Where(f => IsBehind(f.Value)).GroupBy(f => calendar.AtOrAfter(f.Value.Newest!.Value.AddDays(1)), f => f.Key);
        foreach (var symbols in missing.OrderByDescending(m => m.Key))
            yield return $"{Sessions(symbols.Key)} missing from {NamedSymbols.Of([.. symbols])}";
        var refused = found.Where(f => f.Value.IsRefusedAbove(refusedPercent)).ToList();
        if (refused.Count == 0) yield break;
        var (bad, rows) = (refused.Sum(f => (long)f.Value.Refused), refused.Sum(f => (long)f.Value.Rows));
        yield return $"{Plural.Number(bad)} of {Plural.Of(rows, "row")} refused, more than {refusedPercent} %, of "
            + NamedSymbols.Of(refused.ConvertAll(f => f.Key));
    }

    private bool IsBehind(ResponseCompleteness response) => due is not null && !(response.Newest >= due);

    private string Sessions(DateOnly first) => first == due ? $"{first:yyyy-MM-dd} is" : $"{first:yyyy-MM-dd} to {due:yyyy-MM-dd} are";
}
