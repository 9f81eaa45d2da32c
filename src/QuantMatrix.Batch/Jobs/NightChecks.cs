using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Runs;

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
        CheckOutage(requested, universe);
        if (symbols.Count >= FewSymbols && run.Checks.SymbolCount != RunSeverity.Off && requested > 0) await CheckSymbolCountAsync(symbols, ct);
    }

    private void CheckOutage(int requested, int universe)
    {
        var without = requested - summary.SymbolsWithNewBars;
        if (requested >= OutageSymbols && requested >= OutageUniverse * universe && without >= OutageShare * requested)
            Report(run.Checks.Outage,
                $"outage: {without} of {requested} symbols requested have no new bar; the source is down or has not published {run.AsOf:yyyy-MM-dd} yet");
    }

    private async Task CheckSymbolCountAsync(IReadOnlyList<string> symbols, CancellationToken ct)
    {
        var window = new SessionWindow(run.Calendar, run.AsOf, 2);
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        var (before, now, percent) = (Count(0), Count(1), run.Checks.SymbolCountPercent);
        if (now * 100 < before * percent)
            Report(run.Checks.SymbolCount, $"symbol count: {now} symbols have a bar of {window.Last:yyyy-MM-dd}, "
                + $"{before} have one of {window.First:yyyy-MM-dd}; expected at least {percent} %");

        int Count(int place) => symbols.Count(s => stored.GetValueOrDefault(s)?.Places.Contains(place) ?? false);
    }

    private void Report(RunSeverity severity, string finding)
    {
        if (severity == RunSeverity.Fail) summary.Unfit = summary.Unfit is null ? finding : $"{summary.Unfit}; {finding}";
        else if (severity == RunSeverity.Warn) summary.Note(finding);
    }
}
