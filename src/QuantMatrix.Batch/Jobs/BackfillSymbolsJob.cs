using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the missing daily bars of the named symbols.</summary>
public sealed class BackfillSymbolsJob : Job<BackfillSymbolsOptions>, IFetchBars
{
    public async Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct)
    {
        var wanted = (BackfillSymbolsOptions)options;
        var backfill = new Backfill(run, await run.Sources.BarsAsync(ct)) { IsRefetch = wanted.Since is not null, FirstDays = wanted.FirstDays };
        return await backfill.ForecastAsync(Named(wanted), Since(wanted, run), ct);
    }

    protected override IEnumerable<JobCounter> Counted(BackfillSymbolsOptions options) => BackfillSummary.Counted;

    public override async Task<JobResult> RunAsync(BackfillSymbolsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var symbols = Named(options);
        var backfill = new Backfill(run, await run.Sources.BarsAsync(ct), progress) { IsRefetch = options.Since is not null, FirstDays = options.FirstDays };
        return await backfill.RunAsync(symbols, symbols.Count, Since(options, run), ct);
    }

    private static List<string> Named(BackfillSymbolsOptions options) => options.Symbols.Count > 0 ? [.. options.Symbols.Select(Canonical).Distinct()]
        : throw new ConfigurationException("backfill_symbols: symbols is empty; expected at least one, as in --set backfill_symbols.symbols=AAPL,MSFT");

    private static DateOnly? Since(BackfillSymbolsOptions options, RunContext run) => options.Since ?? Backfill.Since(run, options.Days);

    private static string Canonical(string symbol) => Symbols.TryCanonical(symbol, out var canonical) ? canonical
        : throw new ConfigurationException($"backfill_symbols: '{symbol}' is not a ticker; expected letters and digits, like BRK-B");
}

/// <summary>Which symbols, and how far back; <see cref="Since"/> wins over <see cref="Days"/>.</summary>
public sealed record BackfillSymbolsOptions
{
    [Description("The symbols to fetch.")]
    public IReadOnlyList<string> Symbols { get; init; } = [];

    [Description("Sessions required of every symbol; a local folder is read whole.")]
    [Range(1, 20_000)]
    public int Days { get; init; } = 200;

    [Description("Sessions requested of a symbol that is fetched for the first time; 1,500 make every recursive column stable.")]
    [Range(1, 20_000)]
    public int FirstDays { get; init; } = Backfill.FirstSessions;

    [Description("The first session, instead of days.")]
    public DateOnly? Since { get; init; }
}
