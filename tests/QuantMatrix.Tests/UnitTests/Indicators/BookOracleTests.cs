using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Indicators.Kernels.Volume;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Kernels of other periods against the worked examples of Achelis' book and of TA-Lib's .NET port, where those begin as ours do.</summary>
public class BookOracleTests
{
    /// <summary>Three or four decimals are published.</summary>
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
    public void Values_agree(string file, string name)
    {
        var example = BookExample.Read(file, name);
        var (indicators, columns) = Ours(name, example.Options ?? []);
        var features = new Features(example.Bars(), catalogue: new Catalogue(indicators.Select(i => i with { Published = true })));
        for (var o = 0; o < columns.Length; o++)
            example.ShouldAgree(o, [.. features.Of("A", columns[o]).Select(v => InTheirUnits(name, v, example))], Tolerance);
    }

    private static (Indicator[] Indicators, string[] Columns) Ours(string name, int[] n) => name switch
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

    private static double InTheirUnits(string name, double value, BookExample example) => name switch
    {
        "RocP" => value / 100,
        "RocR" => value / 100 + 1,
        "Var" => value * value,
        "Obv" => value - example.Inputs[1][0], // begins at 0, ours at the first bar's volume
        _ => value,
    };
}
