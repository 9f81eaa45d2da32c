using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>Accumulates the outcome of a sync and turns it into the job result.</summary>
/// <param name="accounts">The selected accounts.</param>
internal sealed class FlexSyncSummary(IReadOnlyList<string> accounts)
{
    private static readonly string[] AllRows = ["rows_inserted", "rows_updated", "rows_deleted", "rows_unchanged", "rows_faulty"];

    /// <summary>What a sync counts.</summary>
    public static readonly IReadOnlyList<JobCounter> Counted =
    [
        new("statements"), new("accounts"), .. AllRows.Select(name => new JobCounter(name, AllRows)), new("tie_out_breaks"), new("unknown_names"),
        new("portfolio_symbols"),
    ];

    private const int MaxLines = 20;

    private readonly HashSet<string> ingested = [], reported = [];
    private readonly List<string> errors = [], notes = [], gaps = [], refused = [], advice = [];
    private readonly HashSet<TieOutBreak> breaks = [];
    private readonly List<TieOutCheck> checks = [];
    private readonly List<(int Code, string Text)> failures = [];
    private readonly SortedDictionary<string, SortedSet<string>> notChecked = new(StringComparer.Ordinal);
    private bool isQueryWrong;
    private long inserted, updated, deleted, unchanged, invalidRows, unknown, older;

    public int Statements { get; private set; }

    /// <summary>Whether the statement's account is selected.</summary>
    public bool Includes(AccountStatement statement)
    {
        reported.Add(statement.Account);
        return accounts.Contains(IbkrFlexSyncOptions.All) || accounts.Contains(statement.Account);
    }

    public void Add(AccountStatement statement, StatementResult result)
    {
        Statements++;
        ingested.Add(statement.Account);
        foreach (var table in result.Tables.Values)
            (inserted, updated, deleted, unchanged) =
                (inserted + table.Inserted, updated + table.Updated, deleted + table.Deleted, unchanged + table.Unchanged);
        breaks.UnionWith(result.Breaks);
        checks.AddRange(result.Checks);
        foreach (var check in result.Checks.Where(c => c.NotChecked is not null))
        {
            var line = $"{check.TieOut} cannot be checked: {check.NotChecked}";
            if (!notChecked.TryGetValue(line, out var accounts)) notChecked.Add(line, accounts = new(StringComparer.Ordinal));
            accounts.Add(statement.Account);
        }
        if (result.PositionsOutOfDate) older++;
        if (result.GapSince is { } day)
            gaps.Add($"{statement}: no statement covers the days between {day:yyyy-MM-dd} and its first day; "
                + "ingest one that does with fill_gaps or from_archive");
    }

    /// <summary>Counts a query of which no report was ingested.</summary>
    /// <param name="message">Without secrets.</param>
    public void Fail(string place, Exception failure, string message) => failures.Add((ExitCode.Of(failure), $"{place}: {message}"));

    /// <summary>Counts a statement of which nothing was stored.</summary>
    public void Refuse(AccountStatement statement, StatementFault fault)
    {
        Statements++;
        isQueryWrong |= fault.IsQuery;
        refused.Add($"{statement}: refused: {fault.Reason}");
    }

    /// <summary>Proposes to retire accounts whose positions another one holds.</summary>
    public void Add(IEnumerable<AccountMigration> migrations) => advice.AddRange(migrations.Select(m => m.ToString()));

    public void AddAdvice(string line) => advice.Add(line);

    public void Add(FlexReadSummary report)
    {
        invalidRows += report.InvalidRows;
        errors.AddRange(report.Errors);
        notes.AddRange(report.NothingStored.Select(e => $"{e}: the report contains only summaries, which are not stored; enable details in the query"));
        advice.AddRange(report.Foreign.Select(f =>
            $"{Plural.Of(f.Value, "row names", "rows name")} account {f.Key.Named}, of which the report has no statement; stored under {f.Key.Account}"));
        unknown += report.Unknown.Count;
        var names = report.Unknown.OrderBy(u => u.Key, StringComparer.Ordinal).Take(MaxLines).Select(u => $"{u.Key} ({u.Value})").ToList();
        if (names.Count > 0) notes.Add($"unknown names: {string.Join(", ", names)}");
    }

    /// <param name="holdings">The symbols tracked from now on.</param>
    /// <param name="setsError">The reason the sets were not written; null when they were.</param>
    public JobResult Result(PortfolioHoldings holdings, string? setsError)
    {
        var missing = accounts.Where(a => a != IbkrFlexSyncOptions.All && !reported.Contains(a))
            .Select(a => $"{a}: no statement of this account in the report").ToList();
        if (setsError is not null) missing.Add($"{setsError}; the next run writes {TrackedSymbols.Portfolio}");
        missing.AddRange(gaps);
        if (older > 0) notes.Add($"{Plural.Of(older, "statement")} with older positions than stored; those positions were ignored");
        var isUnfit = breaks.Any(b => !b.AlreadyReported) || invalidRows + refused.Count > 0;
        var unfit = isQueryWrong ? ExitCode.Configuration : isUnfit ? ExitCode.DataUnfit : ExitCode.Ok;
        var code = ExitCode.OfRun([unfit, .. failures.Select(f => f.Code)]);
        var status = code switch
        {
            ExitCode.Ok => missing.Count > 0 ? JobStatus.Partial : JobStatus.Ok,
            ExitCode.Temporary => JobStatus.Temporary,
            _ => JobStatus.Failed,
        };
        return new JobResult(status, Text())
        {
            FailureCode = code,
            Counters = Counters(holdings),
            Warnings =
            [
                .. failures.Select(f => f.Text), .. refused, .. First(breaks.Select(Line), breaks.Count), .. First(errors, invalidRows), .. missing, .. advice,
                .. First(notChecked.Select(n => $"{string.Join(", ", n.Value)} {n.Key}"), notChecked.Count), .. notes, .. Untracked(holdings),
            ],
        };
    }

    private string Text()
    {
        var changes = inserted + updated + deleted == 0 ? "no change"
            : $"{Plural.Number(inserted)} inserted, {Plural.Number(updated)} changed, {Plural.Number(deleted)} deleted";
        List<string> problems = [];
        if (breaks.Count > 0) problems.Add(Plural.Of(breaks.Count, "tie-out break"));
        if (invalidRows > 0) problems.Add(Plural.Of(invalidRows, "unreadable row"));
        if (refused.Count > 0) problems.Add($"{Plural.Of(refused.Count, "statement")} refused");
        if (failures.Count > 0) problems.Add($"{Plural.Of(failures.Count, "query", "queries")} failed");
        return $"{Plural.Of(Statements, "statement")} of {Plural.Of(ingested.Count, "account")}: {changes}; "
            + (problems.Count > 0 ? string.Join(", ", problems) : checks.Exists(c => c.NotChecked is null) ? "reconciled" : "nothing audited") + Audits();
    }

    private string Audits()
    {
        var (held, broke, idle) = (Count(TieOutCheck.Held), Count(TieOutCheck.Broke), Count(TieOutCheck.CouldNotRun));
        return $"; audits: {Plural.Number(held + broke)} ran, {Plural.Number(held)} held, {Plural.Number(broke)} broke, {Plural.Number(idle)} could not run";

        long Count(string outcome) => checks.LongCount(c => c.Outcome == outcome);
    }

    private Dictionary<string, long> Counters(PortfolioHoldings holdings) => new()
    {
        ["statements"] = Statements, ["accounts"] = ingested.Count,
        ["rows_inserted"] = inserted, ["rows_updated"] = updated, ["rows_deleted"] = deleted, ["rows_unchanged"] = unchanged,
        ["rows_faulty"] = invalidRows, ["tie_out_breaks"] = breaks.Count, ["unknown_names"] = unknown, ["portfolio_symbols"] = holdings.Symbols.Count,
    };

    private static IEnumerable<string> Untracked(PortfolioHoldings holdings) =>
        holdings.Untracked.Count == 0 ? [] : [$"held but not tracked (not US-listed in USD): {string.Join(", ", holdings.Untracked)}"];

    private static string Line(TieOutBreak b) =>
        $"{b.Account} {b.ReportDate:yyyy-MM-dd} {b.TieOut}: {b.Subject}: found {Cell.Exact(b.Found)}, expected {Cell.Exact(b.Expected)}";

    private static IEnumerable<string> First(IEnumerable<string> lines, long count) =>
        lines.Take(MaxLines).Concat(count > MaxLines ? [$"… and {Plural.Number(count - MaxLines)} more"] : []);
}

/// <summary>The symbols to track because an account holds them long or short.</summary>
/// <param name="Symbols">In ordinal order.</param>
/// <param name="Untracked">Equities that cannot be tracked, with currency and exchange.</param>
internal sealed record PortfolioHoldings(IReadOnlyList<string> Symbols, IReadOnlyList<string> Untracked)
{
    public static PortfolioHoldings Of(IReadOnlyList<Holding> holdings) => new(
        Ordered(holdings.Select(h => h.Ticker).OfType<string>()),
        Ordered(holdings.Where(h => h.Ticker is null).Select(h => $"{h.Symbol} ({string.Join(", ", new[] { h.Currency, h.Exchange }.OfType<string>())})")));

    private static IReadOnlyList<string> Ordered(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
