using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>Reads bars of a symbol from the lake and computes its columns.</summary>
/// <param name="Manifest">Its bars are read.</param>
internal sealed record SymbolHistoryReader(DataLake Lake, Manifest Manifest, SessionCalendar Calendar, RecomputeIndicatorsUniverseOptions Options)
{
    /// <summary>The newest session to use; null for all.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The time as of which the bars are; null for now.</summary>
    public KnownAt? Known { get; init; }

    /// <summary>Ranks across symbols; without them the columns of ranks are empty.</summary>
    public SessionRanks? Ranks { get; init; }

    /// <summary>Of the current bars, with the options of the nightly job.</summary>
    public static SymbolHistoryReader Of(CommandContext context, DataLake lake) => new(
        lake, lake.Current(), CalendarFiles.Read(context.Settings.Home), RecomputeIndicatorsUniverseOptions.Of(context.ReadJobs(null)));

    /// <exception cref="DataUnfitException">There is no bar.</exception>
    public async Task<SymbolHistory> ReadAsync(string symbol, CancellationToken ct)
    {
        var bars = await BarsAsync(symbol, ct);
        if (bars.Count == 0)
            throw new DataUnfitException($"no bars for '{symbol}' in price_data{(AsOf is null ? "" : $" up to {AsOf:yyyy-MM-dd}")}"
                + (Known is null ? "" : $" as known at {Known.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        var benchmark = Benchmark.Of(Options.Benchmark, await BarsAsync(Options.Benchmark, ct));
        return new(bars, Options.Market(Calendar, benchmark, AsOf ?? Day.Date(bars.Days[^1])) with { Ranks = Ranks });
    }

    private Task<Bars> BarsAsync(string symbol, CancellationToken ct)
    {
        var range = new BarRange { Symbols = [symbol], To = AsOf };
        return Known is null ? Lake.BarsAsync(Manifest, range, ct) : Known.BarsAsync(Lake, Manifest, range, ct);
    }
}
