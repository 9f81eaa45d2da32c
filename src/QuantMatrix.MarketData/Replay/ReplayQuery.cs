using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Selects the requested bars from a loaded replay folder.</summary>
internal static class ReplayQuery
{
    /// <exception cref="ArgumentException">A symbol is requested twice.</exception>
    public static Fetched Run(IReadOnlyList<BarRequest> requests, ReplayFolder folder)
    {
        var bySymbol = BySymbol(requests);
        var bars = new BarsBuilder();
        foreach (var (symbol, request) in bySymbol.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            var index = folder.Bars.IndexOf(symbol);
            if (index >= 0) bars.Add(folder.Bars, index, Within(folder.Bars, index, request));
        }
        return new Fetched(bars.Build(), Rejected(folder, bySymbol), Failures(folder, bySymbol));
    }

    private static Dictionary<string, BarRequest> BySymbol(IReadOnlyList<BarRequest> requests)
    {
        var bySymbol = new Dictionary<string, BarRequest>(StringComparer.Ordinal);
        foreach (var request in requests)
            if (!bySymbol.TryAdd(Canonical(request.Symbol) ?? request.Symbol, request))
                throw new ArgumentException($"{request.Symbol} is requested twice; expected one request per symbol", nameof(requests));
        return bySymbol;
    }

    private static Range Within(Bars bars, int symbol, BarRequest request)
    {
        var rows = bars.RowsOf(symbol);
        var days = bars.Days[rows];
        var from = request.From is { } first ? FirstAtOrAfter(days, Day.Of(first)) : 0;
        var to = FirstAtOrAfter(days, Day.Of(request.To) + 1);
        return (rows.Start.Value + from)..(rows.Start.Value + Math.Max(from, to));
    }

    private static int FirstAtOrAfter(ReadOnlySpan<int> days, int day)
    {
        var index = days.BinarySearch(day);
        return index < 0 ? ~index : index;
    }

    /// <summary>Rejected rows of the requested symbols, and those of symbols without any bar, which no request would cover.</summary>
    private static List<RejectedRow> Rejected(ReplayFolder folder, Dictionary<string, BarRequest> bySymbol) =>
        [.. folder.Rejected.Where(r => bySymbol.ContainsKey(r.Symbol) || folder.Bars.IndexOf(r.Symbol) < 0)];

    private static List<FetchFailure> Failures(ReplayFolder folder, Dictionary<string, BarRequest> bySymbol)
    {
        var missing = bySymbol.Keys.Where(s => folder.Bars.IndexOf(s) < 0).Order(StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return [];
        var rejected = folder.Rejected.ToLookup(r => r.Symbol, StringComparer.Ordinal);
        return missing.ConvertAll(s => new FetchFailure(s, Reason(rejected[s])));
    }

    private static string Reason(IEnumerable<RejectedRow> rejected) =>
        rejected.FirstOrDefault() is { } first ? $"no usable bars in the folder; {first.File}:{first.Line}: {first.Reason}" : ReplayFolder.NoBars;

    private static string? Canonical(string text) => Symbols.TryCanonical(text, out var symbol) ? symbol : null;
}
