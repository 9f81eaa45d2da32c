using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The files of several sessions and the splits and dividends among them.</summary>
/// <param name="Files">By session.</param>
/// <param name="Actions">With an ex-date after the oldest session.</param>
/// <remarks>
/// Prices of a file may be as traded on its day, while those of a history are on the newest basis. So a symbol with a split among the sessions is left to
/// its own history, and so is one without a row in one of the files.
/// </remarks>
internal sealed record BulkHistory(IReadOnlyDictionary<DateOnly, BulkFile> Files, ILookup<string, CorporateAction> Actions)
{
    /// <summary>The bars of a request; null when the symbol needs a history of its own.</summary>
    /// <param name="path">Recorded as the file of rejected rows.</param>
    public ProviderResponse? Find(BarRequest request, string source, string path)
    {
        var rows = Files.Where(f => f.Key >= request.From && f.Key <= request.To).OrderBy(f => f.Key)
            .Select(f => (Session: f.Key, Row: f.Value[request.Symbol])).ToList();
        if (rows.Count == 0 || rows.Exists(r => r.Row is null)) return null;
        if (Actions[request.Symbol].Any(a => a.Kind == ActionKind.Split && a.ExDate > rows[0].Session && a.ExDate <= request.To)) return null;
        var builder = new ProviderResponseBuilder(request, source, path, rows.Count);
        foreach (var row in rows.Select(r => r.Row).OfType<BulkRow>()) builder.Add(row.Line, row.Date, row.Cells, row.Body);
        return builder.Build() with { Actions = ActionRows.Within(request, Actions[request.Symbol]) };
    }
}
