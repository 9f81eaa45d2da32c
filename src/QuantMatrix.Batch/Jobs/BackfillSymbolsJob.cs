using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars that the named symbols lack.</summary>
public sealed class BackfillSymbolsJob : Job<BackfillSymbolsOptions>, IForecast
{
    public async Task<string> ForecastAsync(object options, RunContext run, CancellationToken ct) =>
        await new Backfill(run, await run.Sources.BarsAsync(ct)) { AsksAgain = ((BackfillSymbolsOptions)options).Since is not null }.ForecastAsync(Named((BackfillSymbolsOptions)options), Since((BackfillSymbolsOptions)options, run), ct);

    public override async Task<JobResult> RunAsync(BackfillSymbolsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var symbols = Named(options);
        return await new Backfill(run, await run.Sources.BarsAsync(ct), progress) { AsksAgain = options.Since is not null }.RunAsync(symbols, symbols.Count, Since(options, run), ct);
    }

    private static List<string> Named(BackfillSymbolsOptions options) => options.Symbols.Count > 0 ? [.. options.Symbols.Select(Canonical).Distinct()]
        : throw new ConfigurationException("backfill_symbols: symbols is empty; expected at least one, as in --set backfill_symbols.symbols=AAPL,MSFT");

    private static DateOnly? Since(BackfillSymbolsOptions options, RunContext run) => options.Since ?? BackfillDepth.Since(run, options.Days);

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
