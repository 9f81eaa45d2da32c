using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>Where the bars behind a value come from and what was changed in them: providers, runs, restatements.</summary>
/// <param name="first">The first row behind the value of the newest bar.</param>
internal sealed class BarOrigins(SymbolHistory history, int first)
{
    private const int MostShown = 8;
    private const string UnknownRun = "a run before arrivals were recorded";

    /// <summary>A label and a text each.</summary>
    public async Task<IReadOnlyList<(string Label, string Text)>> LinesAsync(DataLake lake, Manifest manifest, KnownAt? known, CancellationToken ct)
    {
        var arrivals = (await RowsAsync(BarArrival.Table)).Where(a => Was(a.RunId)).ToList();
        var ledger = (await RowsAsync(LedgerRow.Table)).Where(l => Was(l.RunId) && IsBehind(l.Revision.Day)).ToList();
        return [.. Labeled("from", Brought(arrivals), "no bar"), .. Labeled("restated", Restated(ledger), "no")];

        async Task<IEnumerable<T>> RowsAsync<T>(RowTable<T> table)
        {
            var query = $"SELECT {table.ColumnList} FROM {table.Name} WHERE symbol = {SqlText.Quote(history.Symbol)}";
            return await lake.TableAsync(manifest, query, ct) is { } rows ? table.FromArrow(rows) : [];
        }

        bool Was(string runId) => known?.Includes(runId) ?? true;
    }

    private bool IsBehind(int day) => day >= history.Bars.Days[first] && day <= history.Bars.Days[history.Last];

    /// <summary>Consecutive bars of one provider and run, newest first.</summary>
    private List<string> Brought(List<BarArrival> arrivals)
    {
        var (lines, bars) = (new List<string>(), history.Bars);
        for (int end = history.Last, start; end >= first; end = start - 1)
        {
            var (source, run) = (bars.Source[end], RunOf(arrivals, bars.Days[end]));
            start = end;
            while (start > first && bars.Source[start - 1] == source && RunOf(arrivals, bars.Days[start - 1]) == run) start--;
            var dates = start == end ? Day.Text(bars.Days[end]) : $"{Day.Text(bars.Days[start])} to {Day.Text(bars.Days[end])}";
            lines.Add($"{source}, {run}: {Plural.Of(end - start + 1, "bar")}, {dates}");
        }
        return lines;
    }

    private static string RunOf(List<BarArrival> arrivals, int day) =>
        arrivals.FindLast(a => a.FromDay <= day && day <= a.ToDay) is { } arrival ? $"run {arrival.RunId}" : UnknownRun;

    /// <summary>Single corrections, newest session first; those of whole series by class and run.</summary>
    private static List<string> Restated(List<LedgerRow> ledger) =>
    [
        .. ledger.Where(l => l.Revision.Class == BarRevision.Correction).OrderByDescending(l => l.Revision.Day).Select(l => $"{Day.Text(l.Revision.Day)} "
            + $"{l.Revision.Field} {Text(l.Revision.Old)} → {Text(l.Revision.New)} by {l.Revision.Provider}, run {l.RunId}"),
        .. ledger.Where(l => l.Revision.Class != BarRevision.Correction).GroupBy(l => (l.Revision.Class, l.Revision.Provider, l.RunId))
            .Select(g => $"{g.Key.Class}: {Plural.Of(g.Select(l => l.Revision.Day).Distinct().Count(), "bar")} by {g.Key.Provider}, run {g.Key.RunId}"),
    ];

    private static string Text(double value) => double.IsNaN(value) ? "none" : Cell.Exact(value);

    private static IEnumerable<(string, string)> Labeled(string label, List<string> lines, string none)
    {
        if (lines.Count == 0) return [(label, none)];
        var shown = lines.Count <= MostShown ? lines : [.. lines.Take(MostShown), $"{Plural.Number(lines.Count - MostShown)} more"];
        return shown.Select((line, i) => (i == 0 ? label : "", line));
    }
}
