using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Verification;

/// <summary>Every row of some symbols, computed in memory, to compare with recorded ones.</summary>
internal sealed class ComputedRows : IDisposable
{
    private const string HistoryBars = "history_bars";

    private readonly RecordBatch rows;
    private readonly Dictionary<(string, DateOnly), int> places;

    private ComputedRows(RecordBatch rows)
    {
        this.rows = rows;
        places = Enumerable.Range(0, rows.Length).ToDictionary(i => ((string)Value(0, i)!, (DateOnly)Value(1, i)!));
    }

    /// <param name="read">Reads bars.</param>
    public static async Task<ComputedRows> OfAsync(
        Func<BarRange, Task<Bars>> read, IReadOnlyList<string> symbols, RecomputeIndicatorsUniverseOptions options, SessionCalendar calendar)
    {
        var benchmark = Benchmark.Of(options.Benchmark, await read(new() { Symbols = [options.Benchmark] }));
        var bars = await read(new() { Symbols = symbols });
        var last = bars.Count == 0 ? SessionCalendar.First : Day.Date(bars.Days.ToArray().Max());
        var market = options.Market(calendar, benchmark, calendar.AtOrAfter(last));
        return new(new Engine(Catalogue.Standard, market).Compute(bars, int.MaxValue));
    }

    /// <summary>The first column that differs from the recorded row, with both values; null when all are equal.</summary>
    /// <param name="exact">Whether the last digits count.</param>
    public string? Difference(RecordedRow recorded, bool exact, IReadOnlySet<string> except)
    {
        if (!places.TryGetValue((recorded.Symbol, recorded.Session), out var row)) return "has no bar";
        using var payload = JsonDocument.Parse(recorded.Payload);
        foreach (var column in payload.RootElement.EnumerateObject())
            if (!except.Contains(column.Name) && FeatureValue.Places.TryGetValue(column.Name, out var place) && !Same(column.Value, Value(place, row), exact))
                return string.Create(CultureInfo.InvariantCulture, $"{column.Name} was recorded as {column.Value}, computed now {Value(place, row) ?? "null"}");
        return null;
    }

    /// <summary>How many of the bars up to the recorded row are not stored any more, by its recorded <c>history_bars</c>.</summary>
    public long MissingBars(RecordedRow recorded)
    {
        using var payload = JsonDocument.Parse(recorded.Payload);
        if (!payload.RootElement.TryGetProperty(HistoryBars, out var then)) return 0;
        var now = places.TryGetValue((recorded.Symbol, recorded.Session), out var row) ? (long)Value(FeatureValue.Places[HistoryBars], row)!
            : places.Keys.Count(key => key.Item1 == recorded.Symbol && key.Item2 < recorded.Session);
        return then.GetInt64() - now;
    }

    public void Dispose() => rows.Dispose();

    private static bool Same(JsonElement recorded, object? value, bool exact) => FeatureValue.Same(recorded, value)
        && (!exact || value is not double number || recorded.GetDouble().Equals(number));

    private object? Value(int column, int row) => FeatureValue.Of(rows.Column(column), row);
}
