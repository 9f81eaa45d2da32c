using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantMatrix.Report.Charts;

namespace QuantMatrix.Report.Night;

/// <summary>The data block of the night's page: series that its scripts draw.</summary>
internal static class NightData
{
    private const int MostDecimals = 4;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(NightReport report)
    {
        var days = report.Bars.Values.SelectMany(b => b.Days).Distinct().Order().ToArray();
        var places = days.Select((day, i) => (day, i)).ToDictionary(d => d.day, d => d.i);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("date", Figures.Iso(report.Date));
            json.WriteString("benchmark", report.Benchmark);
            json.WriteString("days", SeriesCode.Of(days.Select(day => (long)day)));
            if (report.Breadth.IsEmpty) json.WriteNull("breadth");
            else WriteBreadth(json, report);
            json.WriteStartArray("pages");
            foreach (var page in report.Pages) json.WriteStringValue(page);
            json.WriteEndArray();
            json.WriteStartObject("bars");
            foreach (var (symbol, bars) in report.Bars) WriteBars(json, symbol, bars, places);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Inert(Encoding.UTF8.GetString(text.WrittenSpan));
    }

    /// <summary>JSON that may stand inside a script element.</summary>
    public static string Json(object data) => Inert(JsonSerializer.Serialize(data, Compact));

    private static string Inert(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);

    private static void WriteBreadth(Utf8JsonWriter json, NightReport report)
    {
        var rows = report.Breadth.Rows.ToList();
        var series = new (string Name, string Column, int Decimals)[]
        {
            ("benchmark", "benchmark", 2), ("above50", "above_sma50", 1), ("above200", "above_sma200", 1), ("highs", "new_highs", 0), ("lows", "new_lows", 0),
            ("stage1", "stage_1", 0), ("stage2", "stage_2", 0), ("stage3", "stage_3", 0), ("stage4", "stage_4", 0),
        };
        json.WriteStartObject("breadth");
        json.WriteString("benchmark", report.Benchmark);
        json.WriteString("days", SeriesCode.Of(rows.Select(r => (long)Model.Day.Of(r.Date("date")!.Value))));
        json.WriteStartObject("units");
        foreach (var (name, _, decimals) in series) json.WriteNumber(name, (int)Math.Pow(10, decimals));
        json.WriteEndObject();
        json.WriteStartObject("series");
        foreach (var (name, column, decimals) in series)
            json.WriteString(name, SeriesCode.Of(rows.Select(r => r.Number(column) ?? double.NaN), decimals));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Volumes are rounded to a thousandth of the largest; the places of bars are listed only when sessions are missing.</summary>
    private static void WriteBars(Utf8JsonWriter json, string symbol, RecentBars bars, Dictionary<int, int> places)
    {
        var decimals = SeriesCode.Decimals(bars.Close, MostDecimals);
        var unit = Math.Max(1, bars.Volume.DefaultIfEmpty(0).Max() / 1000);
        var at = bars.Days.Select(day => places[day]).ToArray();
        json.WriteStartObject(symbol);
        json.WriteNumber("d", decimals);
        json.WriteString("o", SeriesCode.Distances(bars.Open, bars.Close, decimals));
        json.WriteString("h", SeriesCode.Distances(bars.High, bars.Close, decimals));
        json.WriteString("l", SeriesCode.Distances(bars.Low, bars.Close, decimals));
        json.WriteString("c", SeriesCode.Of(bars.Close, decimals));
        json.WriteNumber("u", unit);
        json.WriteString("v", SeriesCode.Alone(bars.Volume, unit));
        json.WriteString("a50", SeriesCode.Of(bars.Sma50, decimals));
        json.WriteString("a200", SeriesCode.Of(bars.Sma200, decimals));
        if (at.Length > 0 && (at[^1] != places.Count - 1 || at[^1] - at[0] != at.Length - 1)) json.WriteString("at", SeriesCode.Of(at.Select(i => (long)i)));
        json.WriteEndObject();
    }
}
