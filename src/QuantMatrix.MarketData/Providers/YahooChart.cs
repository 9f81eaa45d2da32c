using System.Text.Json;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A chart response split into columns with one value per session, not yet validated.</summary>
internal sealed class YahooChart : IDisposable
{
    private const long EarliestTime = -50_000_000_000, LatestTime = 200_000_000_000; // Unix seconds, within the range of a date
    private const long MaxOffset = 14 * 3600;

    private long offset;
    private long? firstTrade;
    private TimeZoneInfo? timeZone;

    private YahooChart()
    {
    }

    public string Symbol { get; private set; } = "";
    public string Granularity { get; private set; } = "";
    public string? Fault { get; private set; }
    public Listing Listing { get; private set; } = new();
    public CellList? Timestamps { get; private set; }

    /// <summary>open, high, low, close, volume, adjclose.</summary>
    public Dictionary<string, CellList> Columns { get; } = [];

    /// <summary>Value is the amount of a dividend or the ratio of a split.</summary>
    public List<(ActionKind Kind, long Time, double Value)> Events { get; } = [];

    public static YahooChart Read(ref Utf8JsonReader reader)
    {
        var chart = new YahooChart();
        if (!JsonObject.Enters(ref reader)) return chart;
        while (JsonObject.Next(ref reader, out var name))
            if (name is "chart" or "finance") chart.ReadChart(ref reader);
            else reader.Skip();
        chart.timeZone = TimeZoneInfo.TryFindSystemTimeZoneById(chart.Listing.TimeZone, out var found) ? found : null;
        return chart;
    }

    /// <summary>The exchange's date at a time, by its time zone; the response's offset, which is today's, is used only for an unknown zone.</summary>
    public int DayOf(long time)
    {
        var instant = InstantOf(time);
        return Day.Of(DateOnly.FromDateTime((instant + (timeZone?.GetUtcOffset(instant) ?? TimeSpan.FromSeconds(offset))).DateTime));
    }

    /// <summary>A time beyond the range of dates becomes its end.</summary>
    public static DateTimeOffset InstantOf(long time) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(time, EarliestTime, LatestTime));

    /// <summary>The first session of this instrument; null when the response does not state it.</summary>
    public int? FirstTradeDay => firstTrade is { } time ? DayOf(time) : null;

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

    /// <summary>Reads the first element of an array and skips any others.</summary>
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
            else if (name == "timestamp") Timestamps = CellList.Read(ref reader);
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
                case "exchangeTimezoneName": Listing = Listing with { TimeZone = JsonObject.Text(ref reader) }; break;
                case "currency": Listing = Listing with { Currency = JsonObject.Text(ref reader) }; break;
                case "exchangeName": Listing = Listing with { Exchange = JsonObject.Text(ref reader) }; break;
                case "instrumentType": Listing = Listing with { Type = JsonObject.Text(ref reader) }; break;
                case "firstTradeDate": firstTrade = JsonObject.Integer(ref reader); break;
                case "gmtoffset": offset = Math.Clamp(JsonObject.Integer(ref reader) ?? 0, -MaxOffset, MaxOffset); break;
                default: reader.Skip(); break;
            }
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
        while (JsonObject.Next(ref reader, out var name)) Columns[name] = CellList.Read(ref reader);
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
        double numerator = 0, denominator = 1;
        while (JsonObject.Next(ref reader, out var name))
            switch (name)
            {
                case "date": time = JsonObject.Integer(ref reader); break;
                case "amount" or "numerator": numerator = Number(ref reader); break;
                case "denominator": denominator = Number(ref reader); break;
                default: reader.Skip(); break;
            }
        if (time is { } when && numerator / denominator is > 0 and < double.PositiveInfinity and var value) Events.Add((kind, when, value));
    }

    private static double Number(ref Utf8JsonReader reader) => PriceText.TryParse(reader.ValueSpan, out var number) ? number : double.NaN;
}
