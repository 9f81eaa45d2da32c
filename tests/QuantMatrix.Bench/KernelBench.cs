using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>The engine on bars in memory and one thread, compared with TA-Lib's C library on the same 34 series.</summary>
internal sealed class KernelBench : IBench
{
    private const string Interleave = "interleave", Alone = "alone", Memory = "memory";
    private const int Processes = 3;

    public string Name => "kernels";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var talib = await TaLibBuild.MakeAsync(env);
        var rows = new List<Row>();
        foreach (var width in KernelWidth.OfThisMachine)
        {
            var (interleaved, _) = await env.MeasureAsync(Name, talib.Library is { } library ? [Interleave, library] : [Interleave], width.Environment);
            rows.AddRange(KernelRows.OfInterleaved(width, interleaved));
            foreach (var load in (EngineLoad[])[EngineLoad.Kept34, EngineLoad.AllLatest])
                rows.AddRange(KernelRows.OfLoad(width, load, await AloneAsync(env, width, load)));
        }
        var (memory, _) = await env.MeasureAsync(Name, [Memory]);
        rows.Add(new($"working memory of an engine with every column, {KernelMeasures.TwentyYears:N0} bars a symbol", memory[KernelMeasures.Scratch], "MiB")
        {
            AtMost = 64,
        });
        return new Section($"kernels: {ThirtyFour.Names.Count} series compared with TA-Lib C, and all {Catalogue.Standard.Columns.Count} columns, "
            + $"{Universe.Symbols} symbols × {Universe.Sessions:N0} bars in memory",
            $"`Engine.Compute` in batches of {Universe.SymbolsPerBatch} symbols on one thread: load into the panel, compute, export the kept rows as Arrow, "
            + $"dispose. {talib.Text} The newest values of both are compared first. Ratios are of speeds, except every column against TA-Lib's "
            + $"{ThirtyFour.Names.Count} series, which is of times (0.50 desired). First pass and memory: median of {Processes} dedicated processes. "
            + "Code compiled ahead targets AVX2; at 128 bits it is recompiled by the runtime during the first pass.", rows);
    }

    public Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var measures = new KernelMeasures(env, measured);
        if (arguments[0] == Interleave) return measures.InterleaveAsync(arguments.ElementAtOrDefault(1));
        if (arguments[0] == Memory) measures.Memory();
        else measures.Alone(EngineLoad.All.Single(l => l.Name == arguments[1]));
        return Task.CompletedTask;
    }

    private async Task<Measurements> AloneAsync(BenchEnvironment env, KernelWidth width, EngineLoad load)
    {
        var all = new Measurements();
        for (var i = 0; i < Processes; i++) all.Add((await env.MeasureAsync(Name, [Alone, load.Name], width.Environment)).Measurements);
        return all;
    }
}
