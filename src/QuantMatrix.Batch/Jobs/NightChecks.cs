using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Checks a live backfill as a whole: too few new bars, or far fewer symbols than in the previous session.</summary>
internal sealed class NightChecks(RunContext run, BackfillSummary summary)
{
    private const int OutageSymbols = 200;
    private const double OutageShare = 0.9, OutageUniverse = 0.25;

    /// <summary>Below this many symbols each failure is listed anyway.</summary>
    private const int FewSymbols = 20;

    /// <param name="requested">Number of symbols requested from the source.</param>
    public async Task RunAsync(IReadOnlyList<string> symbols, int requested, int universe, CancellationToken ct)
    {
        CheckPublication(requested, universe);
        CheckTotalReturn();
        if (summary.Early is null) CheckOutage(requested, universe);
        if (symbols.Count >= FewSymbols && run.Checks.SymbolCount != RunSeverity.Off && requested > 0 && summary.Early is null)
            await CheckSymbolCountAsync(symbols, ct);
    }

    private DateOnly Newest => run.Calendar.AtOrBefore(run.AsOf);

    private void CheckOutage(int requested, int universe)
    {
        var without = summary.Shortfalls.Behind;
        if (requested >= OutageSymbols && requested >= OutageUniverse * universe && without >= OutageShare * requested)
            Report(run.Checks.Outage, $"outage: {without} of {requested} symbols requested have no bar of {Newest:yyyy-MM-dd}; "
                + "the source is down or has not published it yet");
    }

    /// <summary>A universe that got nothing new, because its newest session is not published, is complete later.</summary>
    private void CheckPublication(int requested, int universe)
    {
        if (requested == universe && summary.SymbolsWithNewBars == 0 && summary.Shortfalls.IsUnpublished)
            summary.Early = $"no provider has a bar of {Newest:yyyy-MM-dd} yet; run again later";
    }

    private async Task CheckSymbolCountAsync(IReadOnlyList<string> symbols, CancellationToken ct)
    {
        var window = new SessionWindow(run.Calendar, run.AsOf, 2);
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        var (before, now, percent) = (Count(0), Count(1), run.Checks.SymbolCountPercent);
        if (now * 100 >= before * percent) return;
        var finding = $"symbol count: {now} symbols have a bar of {window.Last:yyyy-MM-dd}, "
            + $"{before} have one of {window.First:yyyy-MM-dd}; expected at least {percent} %";
        // With the symbols that failed for now the count may be complete.
        if ((now + summary.MayPass) * 100 < before * percent) Report(run.Checks.SymbolCount, finding);
        else summary.Early = $"{finding}; run again later";

        int Count(int place) => symbols.Count(s => stored.GetValueOrDefault(s)?.Places.Contains(place) ?? false);
    }

    private void CheckTotalReturn()
    {
        if (summary.ReturnGaps.OrderBy(g => g.Symbol, StringComparer.Ordinal).FirstOrDefault() is not { } first) return;
        var (bars, symbols) = (summary.ReturnGaps.Sum(g => (long)g.Bars), summary.ReturnGaps.DistinctBy(g => g.Symbol).Count());
        Report(run.Checks.TotalReturn, string.Create(CultureInfo.InvariantCulture,
            $"total return: {Plural.Of(bars, "close")} of {Plural.Of(symbols, "symbol")} differ by more than {run.Checks.TotalReturnPercent} % from ")
            + string.Create(CultureInfo.InvariantCulture, $"corporate_actions, first {first.Symbol} {Day.Text(first.Day)}: {first.Stated:0.####} from ")
            + string.Create(CultureInfo.InvariantCulture, $"{first.Source}, {first.Computed:0.####} computed"));
    }

    private void Report(RunSeverity severity, string finding)
    {
        if (severity == RunSeverity.Fail) summary.Unfit = summary.Unfit is null ? finding : $"{summary.Unfit}; {finding}";
        else if (severity == RunSeverity.Warn) summary.Note(finding);
    }
}
