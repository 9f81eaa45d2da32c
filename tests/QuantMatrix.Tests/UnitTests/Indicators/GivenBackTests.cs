using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>An engine computes batch after batch, in the memory of the results it was given back.</summary>
public class GivenBackTests
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(int.MaxValue, 5)]
    [InlineData(1, int.MaxValue)]
    public void A_batch_reads_the_same_after_another_was_given_back(int keptBefore, int kept)
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
}
