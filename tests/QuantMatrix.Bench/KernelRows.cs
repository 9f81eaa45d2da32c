using System.Runtime.Intrinsics;

namespace QuantMatrix.Bench;

/// <summary>Table rows of <see cref="KernelBench"/>.</summary>
internal static class KernelRows
{
    private const string Speed = "M bars/s";

    public static IEnumerable<Row> OfInterleaved(KernelWidth width, Measurements measured)
    {
        var talib = measured.Has(KernelMeasures.TaLibName) ? measured[KernelMeasures.TaLibName] : null;
        if (talib is not null) yield return new($"{width.Name}: TA-Lib C, 34 series", MillionBars(talib), Speed);
        foreach (var load in EngineLoad.All) yield return new($"{width.Name}: {load.Text}", MillionBars(measured[load.Name]), Speed);
        if (talib is null) yield break;
        yield return Ratio(EngineLoad.Kept34) with { AtLeast = width.AllRows };
        yield return Ratio(EngineLoad.Latest34) with { AtLeast = width.NewestRow };
        var time = Spread.Of([measured[EngineLoad.AllLatest.Name].Median / talib.Median]);
        yield return new($"{width.Name}: {EngineLoad.AllLatest.Text}, time relative to TA-Lib's 34", time, "x") { AtMost = 1 };

        Row Ratio(EngineLoad load) =>
            new($"{width.Name}: {load.Text}, relative to TA-Lib", Spread.Of([talib.Median / measured[load.Name].Median]), "x");
    }

    public static IEnumerable<Row> OfLoad(KernelWidth width, EngineLoad load, Measurements alone)
    {
        var (what, first, steady) = ($"{width.Name}: {load.Text}", alone[KernelMeasures.First], alone[KernelMeasures.Steady]);
        yield return new($"{what}, first pass in a fresh process", MillionBars(first), Speed);
        yield return new($"{what}, steady relative to first", Spread.Of([first.Median / steady.Median]), "x") { AtMost = 2 };
        yield return new($"{what}, allocated per batch", alone[KernelMeasures.BatchBytes], "B");
        yield return new($"{what}, allocated per additional symbol", alone[KernelMeasures.SymbolBytes], "B") { AtMost = 0 };
    }

    private static Spread MillionBars(Spread seconds) => seconds.Into(Universe.Bars / 1e6);
}

/// <summary>A vector width: the machine's own, or a narrower one.</summary>
/// <param name="Environment">Environment variables that select it.</param>
/// <param name="AllRows">Goal: speed of the 34 series relative to TA-Lib with every row kept.</param>
/// <param name="NewestRow">Goal: the same with the newest row only.</param>
internal sealed record KernelWidth(string Name, Dictionary<string, string> Environment, double AllRows, double NewestRow)
{
    public static IEnumerable<KernelWidth> OfThisMachine
    {
        get
        {
            yield return new("full width", [], 3.5, 5);
            if (Vector512.IsHardwareAccelerated) yield return new("AVX-512 off", new() { ["DOTNET_EnableAVX512"] = "0" }, 3.5, 5);
            if (Vector256.IsHardwareAccelerated) yield return new("AVX2 off, 128-bit", new() { ["DOTNET_EnableAVX2"] = "0" }, 1, 1);
        }
    }
}
