namespace QuantMatrix.Bench;

/// <summary>The lines of <see cref="KernelBench"/>'s table.</summary>
internal static class KernelRows
{
    private const string Speed = "M bars/s";

    public static IEnumerable<Row> OfTurns(KernelWidth width, Samples turns)
    {
        var talib = turns.Has(KernelMeasures.TaLibName) ? turns[KernelMeasures.TaLibName] : null;
        if (talib is not null) yield return new($"{width.Name}: TA-Lib C, 34 series", MillionBars(talib), Speed);
        foreach (var load in EngineLoad.All) yield return new($"{width.Name}: {load.Text}", MillionBars(turns[load.Name]), Speed);
        if (talib is null) yield break;
        yield return Ratio(EngineLoad.Kept34) with { AtLeast = width.AllRows };
        yield return Ratio(EngineLoad.Latest34) with { AtLeast = width.NewestRow };
        yield return new($"{width.Name}: {EngineLoad.AllLatest.Text}, time over TA-Lib's", Spread.Of([turns[EngineLoad.AllLatest.Name].Median / talib.Median]), "x") { AtMost = 1 };

        Row Ratio(EngineLoad load) => new($"{width.Name}: {load.Text}, over TA-Lib", Spread.Of([talib.Median / turns[load.Name].Median]), "x");
    }

    public static IEnumerable<Row> OfLoad(KernelWidth width, EngineLoad load, Samples alone)
    {
        var (what, first, steady) = ($"{width.Name}: {load.Text}", alone[KernelMeasures.First], alone[KernelMeasures.Steady]);
        yield return new($"{what}, first pass in a fresh process", MillionBars(first), Speed);
        yield return new($"{what}, steady over first", Spread.Of([first.Median / steady.Median]), "x") { AtMost = 2 };
        yield return new($"{what}, allocated by a batch", alone[KernelMeasures.BatchBytes], "B");
        yield return new($"{what}, allocated by a symbol more", alone[KernelMeasures.SymbolBytes], "B") { AtMost = 0 };
    }

    private static Spread MillionBars(Spread seconds) => seconds.Into(Universe.Bars / 1e6);
}
