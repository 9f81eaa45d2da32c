using System.Numerics;
using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Tiles compared with a scalar loop, for any alignment of the four series.</summary>
public class TileTests
{
    private const double Untouched = -1;

    public static TheoryData<int> Lengths => [.. Enumerable.Range(Tile.Side, 20), 250, 253];

    [TileTheory, MemberData(nameof(Lengths))]
    public void Rows_are_transposed_into_four_series_and_nothing_else_is_written(int length)
    {
        var rows = Rows(length);
        for (var shift = 0; shift < 8; shift++)
        {
            int[] starts = [shift, length + 2 * shift + 1, 2 * length + 3 * shift + 5, 3 * length + 4 * shift + 6];
            var memory = new double[4 * length + 60];
            memory.AsSpan().Fill(Untouched);
            var expected = memory.ToArray();
            for (var lane = 0; lane < Tile.Side; lane++)
                for (var t = 0; t < length; t++) expected[starts[lane] + t] = rows[t][lane];

            Tile.ToSeries(rows, Series(0), Series(1), Series(2), Series(3)).ShouldBeTrue();
            memory.ShouldBe(expected, $"shift {shift}");

            Span<double> Series(int lane) => memory.AsSpan(starts[lane], length);
        }
    }

    [TileTheory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_single_non_finite_value_is_detected_at_any_position(double value)
    {
        foreach (var length in (int[])[4, 7, 10])
            for (var at = 0; at < length * Tile.Side; at++)
            {
                var rows = Rows(length);
                rows[at / Tile.Side] = rows[at / Tile.Side].WithElement(at % Tile.Side, value);
                ToSeries(rows).ShouldBeFalse($"{length} rows, value {at}");
            }
    }

    [TileTheory]
    [InlineData(double.MaxValue)]
    [InlineData(-double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-0.0)]
    public void Extreme_finite_values_count_as_finite(double value)
    {
        ToSeries([.. Enumerable.Repeat(new Vector<double>(value), 12)]).ShouldBeTrue();
    }

    [TileFact]
    public void Integer_series_are_transposed_into_rows_of_the_nearest_doubles()
    {
        long[] values = [0, 1, -1, 1L << 52, (1L << 53) + 1, (1L << 53) + 3, -(1L << 62) - 12345, long.MaxValue, long.MinValue, 123_456_789_012];
        var rows = new Vector<double>[4];
        for (var shift = 0; shift + 7 <= values.Length; shift++)
        {
            Tile.ToRows(values.AsSpan(shift), values.AsSpan(shift + 1), values.AsSpan(shift + 2), values.AsSpan(shift + 3), rows);
            for (var t = 0; t < rows.Length; t++)
                for (var lane = 0; lane < Tile.Side; lane++) rows[t][lane].ShouldBe((double)values[shift + lane + t]);
        }
    }

    [TileFact]
    public void Fewer_rows_than_a_tile_and_shorter_series_are_rejected()
    {
        Should.Throw<ArgumentException>(() => ToSeries(Rows(3)));
        Should.Throw<ArgumentException>(() => Tile.ToSeries(Rows(8), new double[8], new double[8], new double[7], new double[8]));
    }

    private static bool ToSeries(Vector<double>[] rows) =>
        Tile.ToSeries(rows, new double[rows.Length], new double[rows.Length], new double[rows.Length], new double[rows.Length]);

    private static Vector<double>[] Rows(int length)
    {
        var numbers = Enumerable.Range(1, length * Vector<double>.Count).Select(i => i + 0.5).ToArray();
        return [.. Enumerable.Range(0, length).Select(t => new Vector<double>(numbers, t * Vector<double>.Count))];
    }
}

/// <summary>A test that is skipped where the processor has no tiles.</summary>
internal sealed class TileFactAttribute : FactAttribute
{
    public TileFactAttribute() => Skip = Tile.IsSupported ? null : "tiles need AVX";
}

/// <summary>A theory that is skipped where the processor has no tiles.</summary>
internal sealed class TileTheoryAttribute : TheoryAttribute
{
    public TileTheoryAttribute() => Skip = Tile.IsSupported ? null : "tiles need AVX";
}
