using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>A lake of synthetic 5-minute bars of one quarter, generated once and cached, and nights on linked copies of it.</summary>
/// <remarks>It ends <see cref="Nights"/> sessions before a month does, so that nights add to a month with most of its bars.</remarks>
internal sealed class IntradayLake(BenchEnvironment env, int symbols)
{
    public const int Sessions = 60, Nights = 5;

    /// <summary>As in the job that fetches 5-minute bars.</summary>
    private const int SymbolsPerCommit = 512;

    private readonly string folder = Path.Combine(env.Cache, $"lake5m_{symbols}x{Sessions}");

    private int[] Days => Market.Days(env.Calendar, Sessions + Nights);

    /// <returns>Bars and bytes.</returns>
    public async Task<(long Bars, long Bytes)> MakeAsync(CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(folder, "made")))
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            await Console.Error.WriteLineAsync($"writing {Sessions} sessions of {symbols} symbols to {folder} …");
            using var made = Open(folder);
            await AddAsync(made, Days[..Sessions], ct);
            made.Sweep(TimeSpan.Zero);
            await File.WriteAllTextAsync(Path.Combine(folder, "made"), "", ct);
        }
        using var lake = Open(folder);
        var files = lake.Current().Of(PriceData5m.Name).ToList();
        return (files.Sum(f => f.Rows), files.Sum(f => f.Bytes));
    }

    /// <summary>Generates the bars that <see cref="AppendAsync"/> adds.</summary>
    public Task GenerateAsync()
    {
        foreach (var day in Days[Sessions..])
            foreach (var names in Parts()) Series(Market.Bars(names, [day]));
        return Task.CompletedTask;
    }

    /// <summary>Adds the next sessions, one after another.</summary>
    public async Task AppendAsync(CancellationToken ct)
    {
        using var lake = Open(Linked());
        foreach (var day in Days[Sessions..]) await AddAsync(lake, [day], ct);
    }

    /// <summary>Computes the columns of every session.</summary>
    public async Task RecomputeAsync(CancellationToken ct)
    {
        var data = Path.GetDirectoryName(Linked())!;
        var (replay, asOf) = (Directory.CreateDirectory(Path.Combine(data, "replay")).FullName, Day.Text(Days[Sessions - 1]));
        await File.WriteAllTextAsync(Path.Combine(replay, $"{Market.Benchmark}.csv"), $"date,open,high,low,close,volume\n{asOf},1,1,1,1,1\n", ct);
        await BatchProgram.RunAsync(env, data, replay, ["run", "recompute_intraday_features", "--as-of", asOf], ct);
    }

    private string Linked()
    {
        var copy = Path.Combine(env.Temp, Guid.NewGuid().ToString("N"), "lake");
        BigLake.Link(folder, copy);
        return copy;
    }

    private async Task AddAsync(DataLake lake, int[] days, CancellationToken ct)
    {
        foreach (var names in Parts())
        {
            var (commit, series) = (lake.Begin("bench"), Series(Market.Bars(names, days)));
            if (await commit.AddAsync(series, ct) != series.Sum(s => s.Bars.Count)) throw new InvalidOperationException($"{folder}: not every bar was added");
            commit.Publish();
        }
    }

    private IEnumerable<string[]> Parts() => Enumerable.Range(0, symbols).Select(s => Market.Symbol(s, symbols)).Chunk(SymbolsPerCommit);

    private List<IntradaySeries> Series(Bars bars)
    {
        var rows = Enumerable.Range(0, bars.Symbols.Count).Select(s => Enumerable.Range(bars.Starts[s], bars.Starts[s + 1] - bars.Starts[s]));
        return [.. bars.Symbols.Zip(rows, (symbol, own) => new IntradaySeries(symbol, [.. own.SelectMany(i => Session(bars, symbol, i))], "synthetic"))];
    }

    private IReadOnlyList<IntradayBar> Session(Bars bars, string symbol, int row) => SyntheticIntraday.Session(symbol,
        new(bars.Days[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], double.NaN, bars.Volume[row]),
        SessionSlots.Count(env.Calendar, Day.Date(bars.Days[row])));

    private static DataLake Open(string folder) => new(folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
}
