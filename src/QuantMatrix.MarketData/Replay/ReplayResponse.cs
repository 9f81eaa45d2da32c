using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>What a replay folder answers to a list of requests.</summary>
internal static class ReplayResponse
{
    /// <exception cref="ArgumentException">A symbol is requested twice.</exception>
    public static Fetched To(IReadOnlyList<BarRequest> requests, ReplayFolder folder)
    {
        var wanted = BySymbol(requests);
        var bars = new BarsBuilder();
        foreach (var (symbol, request) in wanted.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            var at = folder.Bars.IndexOf(symbol);
            if (at >= 0) bars.Add(folder.Bars, at, Within(folder.Bars, at, request));
        }
        return new Fetched(bars.Build(), Rejected(folder, wanted), Failures(folder, wanted));
    }

    private static Dictionary<string, BarRequest> BySymbol(IReadOnlyList<BarRequest> requests)
    {
        var wanted = new Dictionary<string, BarRequest>(StringComparer.Ordinal);
        foreach (var request in requests)
            if (!wanted.TryAdd(Canonical(request.Symbol) ?? request.Symbol, request))
                throw new ArgumentException($"{request.Symbol} is requested twice; expected one request a symbol", nameof(requests));
        return wanted;
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
        var at = days.BinarySearch(day);
        return at < 0 ? ~at : at;
    }

    /// <summary>Rows of the symbols requested, and rows whose symbol is none or has no bar at all: nobody else would ever ask for those.</summary>
    private static List<RejectedRow> Rejected(ReplayFolder folder, Dictionary<string, BarRequest> wanted) =>
        [.. folder.Rejected.Where(r => wanted.ContainsKey(r.Symbol) || folder.Bars.IndexOf(r.Symbol) < 0)];

    private static List<FetchFailure> Failures(ReplayFolder folder, Dictionary<string, BarRequest> wanted)
    {
        var missing = wanted.Keys.Where(s => folder.Bars.IndexOf(s) < 0).Order(StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return [];
        var rejected = folder.Rejected.ToLookup(r => r.Symbol, StringComparer.Ordinal);
        return missing.ConvertAll(s => new FetchFailure(s, Reason(rejected[s])));
    }

    private static string Reason(IEnumerable<RejectedRow> rejected) =>
        rejected.FirstOrDefault() is { } first ? $"no usable bars in the folder; {first.File}:{first.Line}: {first.Reason}" : ReplayFolder.NoBars;

    private static string? Canonical(string text) => Symbols.TryCanonical(text, out var symbol) ? symbol : null;
}
