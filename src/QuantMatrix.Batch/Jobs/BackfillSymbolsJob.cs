using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars that the named symbols lack.</summary>
public sealed class BackfillSymbolsJob : Job<BackfillSymbolsOptions>
{
    public override Task<JobResult> RunAsync(BackfillSymbolsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        if (options.Symbols.Count == 0) throw new ConfigurationException("backfill_symbols: symbols is empty; expected at least one, as in --set backfill_symbols.symbols=AAPL,MSFT");
        var symbols = options.Symbols.Select(Canonical).Distinct().ToList();
        return new Backfill(run, progress).RunAsync(symbols, symbols.Count, options.Since ?? BackfillDepth.Since(run, options.Days), cancel);
    }

    private static string Canonical(string symbol) => Symbols.TryCanonical(symbol, out var canonical) ? canonical
        : throw new ConfigurationException($"backfill_symbols: '{symbol}' is no ticker; expected letters and digits, like BRK-B");
}

/// <summary>Which symbols, and how far back; <see cref="Since"/> wins over <see cref="Days"/>.</summary>
public sealed record BackfillSymbolsOptions
{
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Sessions wanted of every symbol; a local folder is read whole.</summary>
    [Range(1, 20_000)]
    public int Days { get; init; } = 200;

    public DateOnly? Since { get; init; }
}
