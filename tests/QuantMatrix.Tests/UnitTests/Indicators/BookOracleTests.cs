using System.Text.Json;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Indicators.Kernels.Volume;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Kernels at other periods against published examples from Achelis' book and TA-Lib's .NET port, for functions with the same seeding.</summary>
public class BookOracleTests
{
    /// <summary>The examples are published with three or four decimals.</summary>
    private const double Tolerance = 1e-3;

    [FixtureTheory]
    [InlineData("atoz.json", "Atr")]
    [InlineData("atoz.json", "Bbands")]
    [InlineData("atoz.json", "Cci")]
    [InlineData("atoz.json", "Ema")]
    [InlineData("atoz.json", "Mfi")]
    [InlineData("atoz.json", "Obv")]
    [InlineData("atoz.json", "RocR")]
    [InlineData("atoz.json", "Rsi")]
    [InlineData("atoz.json", "Sma")]
    [InlineData("atoz.json", "StdDev")]
    [InlineData("atoz.json", "Stoch")]
    [InlineData("atoz.json", "TRange")]
    [InlineData("atoz.json", "TypPrice")]
    [InlineData("atoz.json", "WillR")]
    [InlineData("untest.json", "Atr")]
    [InlineData("untest.json", "Bbands")]
    [InlineData("untest.json", "Cci")]
    [InlineData("untest.json", "Ema")]
    [InlineData("untest.json", "Max")]
    [InlineData("untest.json", "Mfi")]
    [InlineData("untest.json", "Min")]
    [InlineData("untest.json", "Natr")]
    [InlineData("untest.json", "Obv")]
    [InlineData("untest.json", "RocP")]
    [InlineData("untest.json", "RocR")]
    [InlineData("untest.json", "Rsi")]
    [InlineData("untest.json", "Sma")]
    [InlineData("untest.json", "StdDev")]
    [InlineData("untest.json", "Stoch")]
    [InlineData("untest.json", "TRange")]
    [InlineData("untest.json", "TypPrice")]
    [InlineData("untest.json", "Var")]
    [InlineData("untest.json", "WillR")]
    [InlineData("unst.json", "Atr")]
    [InlineData("unst.json", "Ema")]
    [InlineData("unst.json", "Mfi")]
    [InlineData("unst.json", "Natr")]
    [InlineData("unst.json", "Rsi")]
    public void Kernels_agree_with_published_examples(string file, string name)
    {
        var example = BookExample.Read(file, name);
        var (indicators, columns) = IndicatorsOf(name, example.Options ?? []);
        var features = new Features(example.Bars(), catalogue: new Catalogue(indicators.Select(i => i with { Published = true })));
        for (var o = 0; o < columns.Length; o++)
            example.ShouldAgree(o, [.. features.Of("A", columns[o]).Select(v => InExampleUnits(name, v, example))], Tolerance);
    }

    private static (Indicator[] Indicators, string[] Columns) IndicatorsOf(string name, int[] n) => name switch
    {
        "Atr" => ([Atr.TrueRange, .. Atr.Of(n[0])], [$"atr_{n[0]}"]),
        "Natr" => ([Atr.TrueRange, .. Atr.Of(n[0])], [$"atrp_{n[0]}"]),
        "Bbands" => ([.. Bollinger.Of(n[0])], [$"bb_upper_{n[0]}", $"bb_middle_{n[0]}", $"bb_lower_{n[0]}"]),
        "Cci" => ([TypicalPrice.Of, Cci.Of(n[0])], [$"cci_{n[0]}"]),
        "Ema" => ([Ema.Of(n[0])], [$"ema_{n[0]}"]),
        "Max" => ([.. Ranges.Extremes(n[0])], [$"high_{n[0]}d"]),
        "Min" => ([.. Ranges.Extremes(n[0])], [$"low_{n[0]}d"]),
        "Mfi" => ([TypicalPrice.Of, MoneyFlow.Flow, MoneyFlow.Of(n[0])], [$"mfi_{n[0]}"]),
        "Obv" => ([OnBalanceVolume.Of], ["obv"]),
        "RocP" or "RocR" => ([RateOfChange.Of(n[0])], [$"roc_{n[0]}"]),
        "Rsi" => ([Rsi.Of(n[0])], [$"rsi_{n[0]}"]),
        "Sma" => ([Sma.Of(n[0])], [$"sma_{n[0]}"]),
        "StdDev" or "Var" => ([.. Bollinger.Of(n[0])], [$"bb_deviation_{n[0]}"]),
        "Stoch" => ([.. Ranges.Extremes(n[0]), .. Stochastic.Of(n[0], n[1], n[3])], [$"stoch_k_{n[0]}_{n[1]}", $"stoch_d_{n[3]}"]),
        "TRange" => ([Atr.TrueRange], ["true_range"]),
        "TypPrice" => ([TypicalPrice.Of], ["typical_price"]),
        "WillR" => ([.. Ranges.Extremes(n[0]), WilliamsR.Of(n[0])], [$"willr_{n[0]}"]),
        var other => throw new NotSupportedException(other),
    };

    private static double InExampleUnits(string name, double value, BookExample example) => name switch
    {
        "RocP" => value / 100,
        "RocR" => value / 100 + 1,
        "Var" => value * value,
        "Obv" => value - example.Inputs[1][0], // the example starts at 0 instead of the first bar's volume
        _ => value,
    };
}

/// <summary>A published example of one function: inputs, options and outputs over a range of bars.</summary>
internal sealed record BookExample(string Name, double[][] Inputs, int[]? Options, double[][] Outputs, int[] Range)
{
    /// <summary>Reads one example of a fixture file.</summary>
    public static BookExample Read(string file, string name)
    {
        using var all = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("indicators", "tulip_talib_netcore", file)));
        return all.RootElement.GetProperty("_").EnumerateArray().Single(e => e.GetProperty("name").GetString() == name)
            .Deserialize<BookExample>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Inputs are close; close, volume; high, low, close; or high, low, close, volume. Missing prices are the close.</summary>
    public Bars Bars()
    {
        var close = Inputs[Inputs.Length < 3 ? 0 : 2];
        var (high, low) = Inputs.Length < 3 ? (close, close) : (Inputs[0], Inputs[1]);
        var volume = Inputs.Length % 2 == 0 ? Inputs[^1] : new double[close.Length];
        return Series.Of("A", Series.Sessions().Take(close.Length).Select((session, i) =>
            new Bar(Day.Of(session), close[i], high[i], low[i], close[i], double.NaN, (long)volume[i])));
    }

    /// <param name="actual">One value a bar; may start before the example, which waits for all its outputs and may pad an unstable period with zeros.</param>
    public void ShouldAgree(int output, double[] actual, double tolerance)
    {
        var expected = Outputs[output];
        expected.Skip(Range[1] - Range[0]).ShouldAllBe(v => v == 0);
        actual.Length.ShouldBe(Range[1]);
        for (var i = Range[0]; i < Range[1]; i++) actual[i].ShouldBe(expected[i - Range[0]], tolerance, $"{Name} at bar {i}");
    }
}
