using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Verification;

/// <summary>What a run changed in the bars of a symbol, from which session on: it restated or stored them.</summary>
internal sealed record BarChange(string RunId, string Symbol, DateOnly From)
{
    /// <summary>By run of the rows the newest of their runs that knew the same bars of its rows, so that rows of several runs are computed once.</summary>
    /// <remarks>A column of a session depends on no later bar, so a change of later sessions counts for none of the rows.</remarks>
    /// <param name="benchmark">Every row depends on its bars.</param>
    public static IReadOnlyDictionary<string, string> NewestAlike(
        IEnumerable<RecordedRow> rows, IReadOnlyList<BarChange> changes, string benchmark)
    {
        var newest = new Dictionary<string, string>();
        var current = "";
        foreach (var run in rows.GroupBy(r => r.RunId).OrderByDescending(r => r.Key, StringComparer.Ordinal))
        {
            if (KnownAt.Began(current) is null || KnownAt.Began(run.Key) is null
                || changes.Any(c => IsBetween(c, run.Key, current) && run.Any(row => c.Affects(row, benchmark))))
                current = run.Key;
            newest.Add(run.Key, current);
        }
        return newest;

        static bool IsBetween(BarChange change, string run, string newer) =>
            string.CompareOrdinal(change.RunId, run) > 0 && string.CompareOrdinal(change.RunId, newer) <= 0;
    }

    private bool Affects(RecordedRow row, string benchmark) => From <= row.Session && (Symbol == row.Symbol || Symbol == benchmark);
}
