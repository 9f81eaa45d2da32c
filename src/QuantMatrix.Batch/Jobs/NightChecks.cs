using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Looks at a night as a whole: an outage that answers politely, or half the market gone since yesterday.</summary>
internal sealed class NightChecks(RunContext run, BackfillSummary tally)
{
    private const int OutageSymbols = 200;
    private const double OutageShare = 0.9, OutageUniverse = 0.25;

    /// <summary>Of fewer symbols every one is named anyway.</summary>
    private const int FewSymbols = 20;

    /// <param name="asked">Symbols the source was asked for.</param>
    public async Task RunAsync(IReadOnlyList<string> symbols, int asked, int universe, CancellationToken ct)
    {
        var barren = asked - tally.SymbolsWithNewBars;
        if (asked >= OutageSymbols && asked >= OutageUniverse * universe && barren >= OutageShare * asked)
            Tell(run.Checks.Outage, $"outage: {barren} of {asked} symbols asked for got no new bar; the source is down, or has not published {run.AsOf:yyyy-MM-dd} yet");
        if (symbols.Count < FewSymbols || run.Checks.SymbolCount == RunSeverity.Off || asked == 0) return;
        var window = new SessionWindow(run.Calendar, run.AsOf, 2);
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        var (before, now) = (Count(0), Count(1));
        if (now * 100 < before * run.Checks.SymbolCountPercent)
            Tell(run.Checks.SymbolCount, $"symbol count: {now} symbols have a bar of {window.Last:yyyy-MM-dd}, {before} have one of {window.First:yyyy-MM-dd}; expected at least {run.Checks.SymbolCountPercent} %");

        int Count(int place) => symbols.Count(s => stored.GetValueOrDefault(s)?.Places.Contains(place) ?? false);
    }

    private void Tell(RunSeverity severity, string finding)
    {
        if (severity == RunSeverity.Fail) tally.Unfit = tally.Unfit is null ? finding : $"{tally.Unfit}; {finding}";
        else if (severity == RunSeverity.Warn) tally.Note(finding);
    }
}
