using System.Diagnostics;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Measurements of one process of <see cref="KernelBench"/>; seconds are for one pass over the universe.</summary>
internal sealed class KernelMeasures(BenchEnvironment env, Measurements measured)
{
    public const string TaLibName = "TA-Lib", First = "first", Steady = "steady";
    public const string BatchBytes = "bytes per batch", SymbolBytes = "bytes per additional symbol", Scratch = "scratch";
    public const int TwentyYears = 5_040;
    private const int Repeats = 9, SteadyRepeats = 20;

    /// <summary>Interleaves TA-Lib, if available, and each engine load.</summary>
    public Task InterleaveAsync(string? library)
    {
        var batches = Universe.Batches(env).ToList();
        var variants = new List<(string Name, Func<Task<long>> Run)>();
        foreach (var load in EngineLoad.All)
        {
            var compute = load.Start(env);
            variants.Add((load.Name, () => Pass(batches, compute)));
        }
        if (library is not null) variants.Insert(0, (TaLibName, OfTaLib(library, batches)));
        return Interleaved.RunAsync(variants, Repeats, Universe.Bars, measured);
    }

    /// <summary>One load in its own process: the first pass, later passes, and their allocations.</summary>
    public void Alone(EngineLoad load)
    {
        var (whole, halves) = (Universe.Batches(env).ToList(), Universe.Batches(env, Universe.SymbolsPerBatch / 2).ToList());
        var compute = load.Start(env);
        for (var pass = 0; pass <= SteadyRepeats; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            Pass(whole, compute);
            measured.Add(pass == 0 ? First : Steady, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        Pass(halves, compute);
        var (batch, half) = (BytesPerBatch(whole, compute), BytesPerBatch(halves, compute));
        measured.Add(BatchBytes, batch);
        measured.Add(SymbolBytes, (batch - half) / (Universe.SymbolsPerBatch / 2));
    }

    /// <summary>Memory of an engine with every column after twenty years of daily bars, in MiB.</summary>
    public void Memory()
    {
        var engine = EngineLoad.AllLatest.NewEngine(env, TwentyYears);
        engine.Compute(Universe.Batches(env, sessions: TwentyYears).First(), EngineLoad.AllLatest.Keep).Dispose();
        measured.Add(Scratch, engine.ScratchBytes / (double)(1 << 20));
    }

    private Func<Task<long>> OfTaLib(string library, List<Bars> batches)
    {
        TaLib.Load(library);
        var talib = new ThirtyFour(Universe.Sessions);
        var newest = EngineLoad.Latest34.Start(env);
        foreach (var batch in batches)
            using (var rows = newest(batch)) TaLibAgreement.Require(batch, rows, talib);
        List<TaLibInput> symbols = [.. batches.SelectMany(TaLibInput.Of)];
        return () =>
        {
            foreach (var symbol in symbols) talib.Compute(symbol);
            return Task.FromResult((long)Universe.Bars);
        };
    }

    private static double BytesPerBatch(List<Bars> batches, Func<Bars, RecordBatch> compute)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var batch in batches) compute(batch).Dispose();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)batches.Count;
    }

    /// <returns>Bars processed.</returns>
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
