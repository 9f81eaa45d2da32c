using System.Text.Json;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>A short worked example of one function: its inputs, options and what comes out for the bars of a range.</summary>
internal sealed record BookExample(string Name, double[][] Inputs, int[]? Options, double[][] Outputs, int[] Range)
{
    /// <summary>One of the examples of a file below the fixtures of indicators.</summary>
    public static BookExample Read(string file, string name)
    {
        using var all = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("indicators", "tulip_talib_netcore", file)));
        return all.RootElement.GetProperty("_").EnumerateArray().Single(e => e.GetProperty("name").GetString() == name)
            .Deserialize<BookExample>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Inputs stand in the order close; close volume; high low close; high low close volume. What is missing is the close.</summary>
    public Bars Bars()
    {
        var close = Inputs[Inputs.Length < 3 ? 0 : 2];
        var (high, low) = Inputs.Length < 3 ? (close, close) : (Inputs[0], Inputs[1]);
        var volume = Inputs.Length % 2 == 0 ? Inputs[^1] : new double[close.Length];
        return Series.Of("A", Series.Sessions().Take(close.Length).Select((session, i) =>
            new Bar(Day.Of(session), close[i], high[i], low[i], close[i], double.NaN, (long)volume[i])));
    }

    /// <param name="actual">A value a bar; it may begin before the example, which waits for all its outputs, or lets a seed fade first and is filled up with zeros.</param>
    public void ShouldAgree(int output, double[] actual, double tolerance)
    {
        var expected = Outputs[output];
        expected.Skip(Range[1] - Range[0]).ShouldAllBe(v => v == 0);
        actual.Length.ShouldBe(Range[1]);
        for (var i = Range[0]; i < Range[1]; i++) actual[i].ShouldBe(expected[i - Range[0]], tolerance, $"{Name} at bar {i}");
    }
}
