using System.Diagnostics;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>What a measuring process of <see cref="KernelBench"/> does; seconds are those of a pass over the universe.</summary>
internal sealed class KernelMeasures(Workshop workshop, Samples samples)
{
    public const string TaLibName = "TA-Lib", First = "first", Steady = "steady", BatchBytes = "bytes a batch", SymbolBytes = "bytes a symbol more", Scratch = "scratch";
    public const int TwentyYears = 5_040;
    private const int Repeats = 9, SteadyRepeats = 20;

    /// <summary>TA-Lib, if there is one, and each load of the engine in turns.</summary>
    public Task AlternateAsync(string? library)
    {
        var batches = Universe.Batches(workshop).ToList();
        var ways = new List<(string Name, Func<Task<long>> Turn)>();
        foreach (var load in EngineLoad.All)
        {
            var compute = load.Start(workshop);
            ways.Add((load.Name, () => Pass(batches, compute)));
        }
        if (library is not null) ways.Insert(0, (TaLibName, OfTaLib(library, batches)));
        return Turns.AlternateAsync(ways, Repeats, Universe.Bars, samples);
    }

    /// <summary>One load alone: the process's first pass, those after it, and what they allocate.</summary>
    public void Alone(EngineLoad load)
    {
        var (whole, halves) = (Universe.Batches(workshop).ToList(), Universe.Batches(workshop, Universe.SymbolsABatch / 2).ToList());
        var compute = load.Start(workshop);
        for (var pass = 0; pass <= SteadyRepeats; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            Pass(whole, compute);
            samples.Add(pass == 0 ? First : Steady, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        Pass(halves, compute);
        var (batch, half) = (BytesABatch(whole, compute), BytesABatch(halves, compute));
        samples.Add(BatchBytes, batch);
        samples.Add(SymbolBytes, (batch - half) / (Universe.SymbolsABatch / 2));
    }

    /// <summary>Memory an engine of every column holds once it has seen twenty years of daily bars, MiB.</summary>
    public void Memory()
    {
        var engine = EngineLoad.AllLatest.NewEngine(workshop, TwentyYears);
        engine.Compute(Universe.Batches(workshop, sessions: TwentyYears).First(), EngineLoad.AllLatest.Keep).Dispose();
        samples.Add(Scratch, engine.ScratchBytes / (double)(1 << 20));
    }

    private Func<Task<long>> OfTaLib(string library, List<Bars> batches)
    {
        TaLib.Load(library);
        var talib = new ThirtyFour(Universe.Sessions);
        var newest = EngineLoad.Latest34.Start(workshop);
        foreach (var batch in batches)
            using (var rows = newest(batch)) Agreement.Require(batch, rows, talib);
        List<SymbolSeries> symbols = [.. batches.SelectMany(SymbolSeries.Of)];
        return () =>
        {
            foreach (var symbol in symbols) talib.Compute(symbol);
            return Task.FromResult((long)Universe.Bars);
        };
    }

    private static double BytesABatch(List<Bars> batches, Func<Bars, RecordBatch> compute)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var batch in batches) compute(batch).Dispose();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)batches.Count;
    }

    /// <returns>Bars seen.</returns>
    private static Task<long> Pass(List<Bars> batches, Func<Bars, RecordBatch> compute)
    {
        long bars = 0;
        foreach (var batch in batches)
        {
            compute(batch).Dispose();
            bars += batch.Count;
        }
        return Task.FromResult(bars);
    }
}
