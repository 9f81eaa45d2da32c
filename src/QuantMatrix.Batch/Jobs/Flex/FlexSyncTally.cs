using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using JobStatus = QuantMatrix.Batch.Graph.JobStatus;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>What a sync has done so far, and what it says at its end.</summary>
/// <param name="accounts">Those wanted.</param>
internal sealed class FlexSyncTally(IReadOnlyList<string> accounts)
{
    private const int MostLines = 20;

    private readonly HashSet<string> taken = [], told = [];
    private readonly List<string> faults = [], notes = [], gaps = [], refused = [];
    private readonly HashSet<TieOutBreak> breaks = [];
    private long inserted, updated, deleted, unchanged, faultyRows, unknown, older;

    public int Statements { get; private set; }

    public bool Wants(AccountStatement statement)
    {
        told.Add(statement.Account);
        return accounts.Contains(IbkrFlexSyncOptions.All) || accounts.Contains(statement.Account);
    }

    public void Add(AccountStatement statement, StatementCount count)
    {
        Statements++;
        taken.Add(statement.Account);
        foreach (var table in count.Tables.Values)
            (inserted, updated, deleted, unchanged) = (inserted + table.Inserted, updated + table.Updated, deleted + table.Deleted, unchanged + table.Unchanged);
        breaks.UnionWith(count.Breaks);
        if (count.PositionsOutOfDate) older++;
        if (count.UntoldSince is { } day) gaps.Add($"{statement}: no statement tells what happened between {day:yyyy-MM-dd} and its first day; replay one that does, with from_archive");
    }

    public void Refuse(AccountStatement statement, string why)
    {
        Statements++;
        refused.Add($"{statement}: refused: {why}");
    }

    public void Add(FlexTally report)
    {
        faultyRows += report.FaultyRows;
        faults.AddRange(report.Faults);
        notes.AddRange(report.NothingTaken.Select(e => $"{e}: only summaries in the report, nothing was taken of them; choose details in the query"));
        if (report.Unknown.Count > 0) notes.Add($"not known here: {string.Join(", ", report.Unknown.OrderBy(u => u.Key, StringComparer.Ordinal).Take(MostLines).Select(u => $"{u.Key} ({u.Value})"))}");
        unknown += report.Unknown.Count;
    }

    /// <param name="held">What is followed from now on.</param>
    /// <param name="sets">Why the sets are not written; null when they are.</param>
    public JobResult Result(PortfolioHoldings held, string? sets)
    {
        var missing = accounts.Where(a => a != IbkrFlexSyncOptions.All && !told.Contains(a)).Select(a => $"{a}: the report has no statement of this account").ToList();
        if (sets is not null) missing.Add($"{sets}; the next run writes {TrackedSymbols.Portfolio}");
        missing.AddRange(gaps);
        if (older > 0) notes.Add($"{Count(older, "statement")} told older positions than are stored; those were left");
        var isUnfit = breaks.Any(b => !b.WasKnown) || faultyRows + refused.Count > 0;
        return new JobResult(isUnfit ? JobStatus.Failed : missing.Count > 0 ? JobStatus.Partial : JobStatus.Ok, Summary())
        {
            FailureCode = ExitCode.DataUnfit,
            Counters = Counters(held),
            Warnings = [.. refused, .. First(breaks.Select(Line), breaks.Count), .. First(faults, faultyRows), .. missing, .. notes, .. LeftOut(held)],
        };
    }

    private string Summary()
    {
        var changes = inserted + updated + deleted == 0 ? "nothing changed" : $"{Count(inserted, "row")} new, {updated:N0} changed, {deleted:N0} gone";
        var unfit = $"{(breaks.Count > 0 ? $", {Count(breaks.Count, "tie-out break")}" : "")}{(faultyRows > 0 ? $", {Count(faultyRows, "row")} not read" : "")}{(refused.Count > 0 ? $", {Count(refused.Count, "statement")} refused" : "")}";
        return $"{Count(Statements, "statement")} of {Count(taken.Count, "account")}: {changes}{(unfit.Length == 0 ? ", all ties out" : unfit)}";
    }

    private Dictionary<string, long> Counters(PortfolioHoldings held) => new()
    {
        ["statements"] = Statements, ["accounts"] = taken.Count, ["rows_inserted"] = inserted, ["rows_updated"] = updated, ["rows_deleted"] = deleted, ["rows_unchanged"] = unchanged,
        ["rows_faulty"] = faultyRows, ["tie_out_breaks"] = breaks.Count, ["unknown_names"] = unknown, ["portfolio_symbols"] = held.Symbols.Count,
    };

    private static IEnumerable<string> LeftOut(PortfolioHoldings held) =>
        held.LeftOut.Count == 0 ? [] : [$"held, but not followed, because bars are those of New York: {string.Join(", ", held.LeftOut)}"];

    private static string Line(TieOutBreak b) => $"{b.Account} {b.ReportDate:yyyy-MM-dd} {b.TieOut}: {b.Subject}: found {Cell.Exact(b.Found)}, expected {Cell.Exact(b.Expected)}";

    private static IEnumerable<string> First(IEnumerable<string> lines, long count) => lines.Take(MostLines).Concat(count > MostLines ? [$"… and {count - MostLines} more"] : []);

    private static string Count(long count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";
}
