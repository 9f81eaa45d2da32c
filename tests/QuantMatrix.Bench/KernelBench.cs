using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>The engine over bars in memory, one thread, beside TA-Lib's C library on the same 34 series.</summary>
internal sealed class KernelBench : IBench
{
    private const string Turns = "turns", Alone = "alone", Memory = "memory";
    private const int Processes = 3;

    public string Name => "kernels";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var talib = await TaLibBuild.MakeAsync(workshop);
        var rows = new List<Row>();
        foreach (var width in KernelWidth.OfThisMachine)
        {
            var (turns, _) = await workshop.MeasureAsync(Name, talib.Library is { } library ? [Turns, library] : [Turns], width.Environment);
            rows.AddRange(KernelRows.OfTurns(width, turns));
            foreach (var load in (EngineLoad[])[EngineLoad.Kept34, EngineLoad.AllLatest]) rows.AddRange(KernelRows.OfLoad(width, load, await AloneAsync(workshop, width, load)));
        }
        var (memory, _) = await workshop.MeasureAsync(Name, [Memory]);
        rows.Add(new($"memory one engine of every column computes in, {KernelMeasures.TwentyYears:N0} bars a symbol", memory[KernelMeasures.Scratch], "MiB") { AtMost = 64 });
        return new Section($"kernels: {ThirtyFour.Names.Count} series beside TA-Lib C, and all {Catalogue.Standard.Columns.Count} columns, {Universe.Symbols} symbols × {Universe.Sessions:N0} bars in memory",
            $"`Engine.Compute` in batches of {Universe.SymbolsABatch} symbols on one thread: load into the panel, the columns, the kept rows as Arrow, given back. {talib.Text} "
            + $"Their newest values are compared first. A ratio is of speeds; every column against TA-Lib's {ThirtyFour.Names.Count} is of times, and 0.50 is wished for. "
            + $"First pass and memory: median of {Processes} fresh processes that do nothing else; «a symbol more» is what a batch's allocation grows by with each symbol. "
            + "What is compiled ahead is compiled for AVX2: at 128 bits all of it waits for the runtime's compiler in the first pass.", rows);
    }

    public Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var measures = new KernelMeasures(workshop, samples);
        if (arguments[0] == Turns) return measures.AlternateAsync(arguments.ElementAtOrDefault(1));
        if (arguments[0] == Memory) measures.Memory();
        else measures.Alone(EngineLoad.All.Single(l => l.Name == arguments[1]));
        return Task.CompletedTask;
    }

    private async Task<Samples> AloneAsync(Workshop workshop, KernelWidth width, EngineLoad load)
    {
        var all = new Samples();
        for (var i = 0; i < Processes; i++) all.Add((await workshop.MeasureAsync(Name, [Alone, load.Name], width.Environment)).Samples);
        return all;
    }
}
