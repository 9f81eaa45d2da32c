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
        return Json(new
        {
            date = Figures.Iso(report.Date),
            benchmark = report.Benchmark,
            days = SeriesCode.Of(days.Select(day => (long)day)),
            breadth = report.Breadth.IsEmpty ? null : Breadth(report),
            pages = report.Pages,
            bars = report.Bars.ToDictionary(b => b.Key, b => Bars(b.Value, places)),
        });
    }

    /// <summary>JSON that may stand inside a script element.</summary>
    public static string Json(object data) => JsonSerializer.Serialize(data, Compact).Replace("<", "\\u003c", StringComparison.Ordinal);

    private static object Breadth(NightReport report)
    {
        var rows = report.Breadth.Rows.ToList();
        var series = new (string Name, string Column, int Decimals)[]
        {
            ("benchmark", "benchmark", 2), ("above50", "above_sma50", 1), ("above200", "above_sma200", 1), ("highs", "new_highs", 0), ("lows", "new_lows", 0),
            ("stage1", "stage_1", 0), ("stage2", "stage_2", 0), ("stage3", "stage_3", 0), ("stage4", "stage_4", 0),
        };
        return new
        {
            benchmark = report.Benchmark,
            days = SeriesCode.Of(rows.Select(r => (long)Model.Day.Of(r.Date("date")!.Value))),
            units = series.ToDictionary(s => s.Name, s => (int)Math.Pow(10, s.Decimals)),
            series = series.ToDictionary(s => s.Name, s => SeriesCode.Of(rows.Select(r => r.Number(s.Column) ?? double.NaN), s.Decimals)),
        };
    }

    /// <summary>Volumes are rounded to a thousandth of the largest; the places of bars are listed only when sessions are missing.</summary>
    private static Dictionary<string, object> Bars(RecentBars bars, Dictionary<int, int> places)
    {
        var decimals = SeriesCode.Decimals(bars.Close, MostDecimals);
        var unit = Math.Max(1, bars.Volume.DefaultIfEmpty(0).Max() / 1000);
        var at = bars.Days.Select(day => places[day]).ToArray();
        var data = new Dictionary<string, object>
        {
            ["d"] = decimals,
            ["o"] = SeriesCode.Distances(bars.Open, bars.Close, decimals),
            ["h"] = SeriesCode.Distances(bars.High, bars.Close, decimals),
            ["l"] = SeriesCode.Distances(bars.Low, bars.Close, decimals),
            ["c"] = SeriesCode.Of(bars.Close, decimals),
            ["u"] = unit,
            ["v"] = SeriesCode.Alone(bars.Volume, unit),
            ["a50"] = SeriesCode.Of(bars.Sma50, decimals),
            ["a200"] = SeriesCode.Of(bars.Sma200, decimals),
        };
        if (at.Length > 0 && (at[^1] != places.Count - 1 || at[^1] - at[0] != at.Length - 1)) data["at"] = SeriesCode.Of(at.Select(i => (long)i));
        return data;
    }
}
