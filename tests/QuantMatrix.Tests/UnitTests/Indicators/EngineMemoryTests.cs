using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>An engine reuses the memory of disposed results without any effect on later ones.</summary>
public class EngineMemoryTests
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(int.MaxValue, 5)]
    [InlineData(1, int.MaxValue)]
    public void A_recycled_result_does_not_affect_the_next_batch(int keptBefore, int kept)
    {
        var engine = new Engine(Catalogue.Standard, Series.MarketContext);
        var before = Series.Join(Enumerable.Range(0, 9).Select(i => Series.Of($"LONGER{i}", Series.Walk(i, 700 + i))));
        var bars = Series.Join(Enumerable.Range(0, 6).Select(i => Series.Of($"S{i}", Series.Gappy(20 + i, 90 + 60 * i))));

        engine.Compute(before, keptBefore).Dispose();
        var (after, alone) = (new Features(engine.Compute(bars, kept)), new Features(bars, kept));

        foreach (var symbol in bars.Symbols)
            foreach (var column in (string[])["benchmark", .. Catalogue.Standard.Columns.Select(c => c.Name)])
                after.Of(symbol, column).ShouldBe(alone.Of(symbol, column), $"{column} of {symbol}");
    }

    /// <summary>Holds wherever the array begins, and whether or not the kernel supports the hint.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1 << 16)]
    [InlineData((1 << 20) + 4_321)]
    public void Prefaulting_leaves_the_content_unchanged(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var before = bytes.ToArray();
        PagePrefault.Touch(bytes);
        bytes.ShouldBe(before);
    }
}
