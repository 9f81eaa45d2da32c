using System.Text.Json;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>An answer of Yahoo's chart, taken apart and not yet judged: one list a column, one entry a session.</summary>
internal sealed class YahooChart : IDisposable
{
    private const long EarliestTime = -50_000_000_000, LatestTime = 200_000_000_000; // seconds around 1970, within what a date can hold
    private const long LongestOffset = 14 * 3600;

    private string zone = "";
    private long offset;
    private long? tradedUntil, sessionStart, sessionEnd;
    private TimeZoneInfo? timeZone;

    private YahooChart()
    {
    }

    public string Symbol { get; private set; } = "";
    public string Granularity { get; private set; } = "";
    public string? Fault { get; private set; }
    public CellList? Timestamps { get; private set; }

    /// <summary>open, high, low, close, volume, adjclose.</summary>
    public Dictionary<string, CellList> Columns { get; } = [];

    /// <summary>Kind, time, amount of a dividend or ratio of a split.</summary>
    public List<(ActionKind Kind, long Time, double Value)> Events { get; } = [];

    public static YahooChart Read(ref Utf8JsonReader reader)
    {
        var chart = new YahooChart();
        if (!JsonObject.Enters(ref reader)) return chart;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "chart") chart.ReadChart(ref reader);
            else reader.Skip();
        chart.timeZone = TimeZoneInfo.TryFindSystemTimeZoneById(chart.zone, out var found) ? found : null;
        return chart;
    }

    /// <summary>The exchange's date of a moment: by its time zone, whose offset changes over the year; the offset told is that of today.</summary>
    public int DayOf(long time)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(time, EarliestTime, LatestTime));
        return Day.Of(DateOnly.FromDateTime((moment + (timeZone?.GetUtcOffset(moment) ?? TimeSpan.FromSeconds(offset))).DateTime));
    }

    /// <summary>The session that is trading, or has not begun, by the newest trade the answer knows; null when there is none.</summary>
    public int? UnfinishedDay => sessionStart is { } start && sessionEnd is { } end && tradedUntil is { } traded && traded < end ? DayOf(start) : null;

    public void Dispose()
    {
        Timestamps?.Dispose();
        foreach (var column in Columns.Values) column.Dispose();
    }

    private void ReadChart(ref Utf8JsonReader reader)
    {
        if (!JsonObject.Enters(ref reader)) return;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "error") Fault = ErrorOf(ref reader);
            else if (name == "result" && reader.TokenType == JsonTokenType.StartArray) ReadFirst(ref reader, ReadResult);
            else reader.Skip();
    }

    private static string? ErrorOf(ref Utf8JsonReader reader)
    {
        if (!JsonObject.Enters(ref reader)) return null;
        string code = "", description = "";
        while (JsonObject.Next(ref reader, out var name))
            if (name == "code") code = JsonObject.Text(ref reader);
            else if (name == "description") description = JsonObject.Text(ref reader);
            else reader.Skip();
        return $"{code}: {description}";
    }

    private delegate void Section(ref Utf8JsonReader reader);

    /// <summary>Reads the first element of an array; there is never another.</summary>
    private static void ReadFirst(ref Utf8JsonReader reader, Section section)
    {
        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
            if (first && reader.TokenType == JsonTokenType.StartObject) section(ref reader);
            else reader.Skip();
    }

    private void ReadResult(ref Utf8JsonReader reader)
    {
        while (JsonObject.Next(ref reader, out var name))
            if (name == "meta") ReadMeta(ref reader);
            else if (name == "timestamp") Timestamps = CellList.Of(ref reader);
            else if (name == "events") ReadEvents(ref reader);
            else if (name == "indicators") ReadIndicators(ref reader);
            else reader.Skip();
    }

    private void ReadMeta(ref Utf8JsonReader reader)
    {
        if (!JsonObject.Enters(ref reader)) return;
        while (JsonObject.Next(ref reader, out var name))
            switch (name)
            {
                case "symbol": Symbol = JsonObject.Text(ref reader); break;
                case "dataGranularity": Granularity = JsonObject.Text(ref reader); break;
                case "exchangeTimezoneName": zone = JsonObject.Text(ref reader); break;
                case "gmtoffset": offset = Math.Clamp(JsonObject.Whole(ref reader) ?? 0, -LongestOffset, LongestOffset); break;
                case "regularMarketTime": tradedUntil = JsonObject.Whole(ref reader); break;
                case "currentTradingPeriod": ReadPeriods(ref reader); break;
                default: reader.Skip(); break;
            }
    }

    private void ReadPeriods(ref Utf8JsonReader reader)
    {
        if (!JsonObject.Enters(ref reader)) return;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "regular" && JsonObject.Enters(ref reader)) ReadPeriod(ref reader);
            else reader.Skip();
    }

    private void ReadPeriod(ref Utf8JsonReader reader)
    {
        while (JsonObject.Next(ref reader, out var name))
            if (name == "start") sessionStart = JsonObject.Whole(ref reader);
            else if (name == "end") sessionEnd = JsonObject.Whole(ref reader);
            else reader.Skip();
    }

    private void ReadIndicators(ref Utf8JsonReader reader)
    {
        if (!JsonObject.Enters(ref reader)) return;
        while (JsonObject.Next(ref reader, out var name))
            if (name is "quote" or "adjclose" && reader.TokenType == JsonTokenType.StartArray) ReadFirst(ref reader, ReadColumns);
            else reader.Skip();
    }

    private void ReadColumns(ref Utf8JsonReader reader)
    {
        while (JsonObject.Next(ref reader, out var name)) Columns[name] = CellList.Of(ref reader);
    }

    private void ReadEvents(ref Utf8JsonReader reader)
    {
        if (!JsonObject.Enters(ref reader)) return;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "dividends" && JsonObject.Enters(ref reader)) ReadActions(ref reader, ActionKind.Dividend);
            else if (name == "splits" && JsonObject.Enters(ref reader)) ReadActions(ref reader, ActionKind.Split);
            else reader.Skip();
    }

    private void ReadActions(ref Utf8JsonReader reader, ActionKind kind)
    {
        while (JsonObject.Next(ref reader, out _))
            if (JsonObject.Enters(ref reader)) ReadAction(ref reader, kind);
    }

    private void ReadAction(ref Utf8JsonReader reader, ActionKind kind)
    {
        long? time = null;
        double above = 0, below = 1;
        while (JsonObject.Next(ref reader, out var name))
            switch (name)
            {
                case "date": time = JsonObject.Whole(ref reader); break;
                case "amount" or "numerator": above = Number(ref reader); break;
                case "denominator": below = Number(ref reader); break;
                default: reader.Skip(); break;
            }
        if (time is { } at && above / below is > 0 and < double.PositiveInfinity and var value) Events.Add((kind, at, value));
    }

    private static double Number(ref Utf8JsonReader reader) => PriceText.TryParse(reader.ValueSpan, out var number) ? number : double.NaN;
}
