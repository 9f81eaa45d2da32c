using System.Text.RegularExpressions;
using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Screens;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the symbols that satisfy a condition in the newest or a past session, or what became of those that began to.</summary>
[Verb("screen", HelpText = "List the symbols that satisfy a condition, now or in a past session, or what became of them.")]
public sealed partial record ScreenCommand : TableCommand
{
    private const string Published = "market_analysis_cache", Computed = "screened";

    [Value(0, MetaName = "SCREEN", Required = true,
        HelpText = "Name of a screen in the job file, or an SQL condition on the columns, like \"rsi_14 < 30 and ma_bucket = 'LEADING'\".")]
    public string Screen { get; init; } = "";

    [Option("as-of", MetaValue = "DATE", HelpText = "Screen this session, like 2018-02-07: its bars and index members, computed in memory.")]
    public string? AsOf { get; init; }

    [Option("known-at", MetaValue = "TIME", HelpText = "Use bars and index members as they were known at a date or a time in UTC.")]
    public string? Known { get; init; }

    [Option("history", HelpText = "Show what became of the symbols that entered the screen: returns after 5, 20 and 60 sessions.")]
    public bool History { get; init; }

    [Option("from", MetaValue = "DATE", HelpText = "With --history: only entries from this day on.")]
    public string? From { get; init; }

    [Option("order", MetaValue = "COLUMN [desc]", HelpText = "Sort by a column, or by a list of them in quotes (default: symbol).")]
    public string? Order { get; init; }

    [Option("limit", MetaValue = "N", HelpText = "Show the first N symbols.")]
    public string? Limit { get; init; }

    [Option("in", MetaValue = "INDEX", HelpText = "Only members of this index, like SP500.")]
    public string? Index { get; init; }

    [Option("stale", HelpText = "Show also symbols whose newest bar is older than the newest session.")]
    public bool Stale { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var options = faults.Read(() => TableOptions.Read(this, context.Width));
        var (asOf, from) = (faults.Read(() => OptionValues.Date("--as-of", AsOf)), faults.Read(() => OptionValues.Date("--from", From)));
        var condition = faults.Read(() => Condition(context));
        var known = faults.Read(() => OptionValues.Known("--known-at", Known));
        faults.AddRange(condition?.Faults ?? []);
        var view = History ? null : faults.Read(() => View(condition ?? new(Screen)));
        faults.AddRange(Misused(condition ?? new(Screen)));
        faults.ThrowIfAny();

        IReadOnlyList<string> notes = [];
        Print(context, new() { Known = known },
            printer => notes = PrintAsync(context, printer, condition!, view, (from, asOf, known), ct).GetAwaiter().GetResult());
        var output = options is { Out: null, Format: TableFormat.Table or TableFormat.Line } ? context.Output : context.Error;
        foreach (var note in notes) output.WriteLine(note);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>That of a saved screen, else the text itself.</summary>
    private ScreenCondition Condition(CommandContext context)
    {
        if (!Name().IsMatch(Screen)) return new(Screen);
        var screens = PublishScreensOptions.Of(context.ReadJobs(Jobs)).Screens;
        if (screens.TryGetValue(Screen, out var text)) return new(text);
        return ConditionRules.Columns.Contains(Screen) ? new(Screen)
            : throw new UsageException($"unknown screen '{Screen}'{DidYouMean.Hint(Screen, screens.Keys.Concat(ConditionRules.Columns))}");
    }

    private ScreenView View(ScreenCondition condition)
    {
        var faults = new UsageFaults();
        var view = new ScreenView(condition)
        {
            Columns = Columns is null ? [] : faults.Read(() => ScreenView.ReadColumns(Columns)) ?? [],
            Order = Order is null ? [] : faults.Read(() => ScreenView.ReadOrder(Order)) ?? [],
            Limit = Limit is null ? null : faults.Read(() => OptionValues.Whole("--limit", Limit, from: 1)), WithStale = Stale,
        };
        faults.ThrowIfAny();
        return view;
    }

    private IEnumerable<string> Misused(ScreenCondition condition)
    {
        if (From is not null && !History) yield return "--from applies only with --history";
        if (!History) yield break;
        (string Option, bool IsSet)[] others = [("order", Order is not null), ("limit", Limit is not null), ("stale", Stale)];
        foreach (var (option, _) in others.Where(o => o.IsSet)) yield return $"--{option} does not apply with --history";
        foreach (var column in condition.OfRun) yield return $"{column} depends on the run, not on the session: --history cannot use it";
        foreach (var name in IntradayColumns.Names.Intersect(condition.Columns)) yield return $"{name} is of 5-minute bars: --history cannot use it";
    }

    private string IndexName(ISqlConnection sql, CancellationToken ct)
    {
        var names = sql.Query("SELECT DISTINCT index_name FROM index_constituents ORDER BY 1", ct).ReadAll(row => row.GetString(0));
        return names.Find(n => n.Equals(Index, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"--in {Index}: unknown index{DidYouMean.Hint(Index!, names)}");
    }

    /// <returns>Lines for the reader, which are no part of the table.</returns>
    private async Task<IReadOnlyList<string>> PrintAsync(CommandContext context, StatementPrinter printer, ScreenCondition condition, ScreenView? view,
        (DateOnly? From, DateOnly? AsOf, KnownAt? Known) days, CancellationToken ct)
    {
        var index = Index is null ? null : IndexName(printer.Sql, ct);
        if (view is not null && days.AsOf is null && days.Known is null) return [.. Print(printer, view, Published, index, null, ct)];
        using var progress = context.ShowProgress();
        using var market = await ScreenMarket.OpenAsync(context, printer.Sql, context.ReadJobs(Jobs), (days.AsOf, days.Known), ct) with { Progress = progress };
        var universe = new ScreenUniverse(market.Members, market.Others, index);
        if (view is null)
        {
            var returns = await new ScreenHistory(market, universe, condition).RunAsync(days.From, ct);
            progress.Dispose();
            printer.Write(new(ScreenText.Frame(returns)));
            return [.. ScreenText.OfHistory(condition, universe, returns)];
        }
        printer.Sql.Add(Computed, await PastRows.ComputeAsync(market, universe, view.Features, ct));
        progress.Dispose();
        return [.. Print(printer, view, Computed, null, market.Context.LastSession, ct), .. ScreenText.OfPast(market, universe)];
    }

    private static IEnumerable<string> Print(StatementPrinter printer, ScreenView view, string table, string? index, DateOnly? past, CancellationToken ct)
    {
        printer.Run(view.Query(table, index, past), isLast: true, ct);
        if (view.WithStale) return [];
        using var stale = printer.Sql.Query(view.StaleQuery(table, index, past), ct);
        return stale.Read() && stale.GetInt64(0) is > 0 and var count ? [$"{Plural.Of(count, "stale symbol")} not shown: --stale"] : [];
    }

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    private static partial Regex Name();
}
