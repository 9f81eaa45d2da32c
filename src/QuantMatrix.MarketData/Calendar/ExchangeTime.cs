namespace QuantMatrix.MarketData.Calendar;

/// <summary>The clock on the wall of the exchange, New York: a session belongs to its date there, whatever the date is elsewhere.</summary>
public static class ExchangeTime
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>The exchange's date at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, NewYork).DateTime);

    /// <summary>The instant of a time of day there, in UTC; for the hours of a session, which no change of the clocks touches.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new(TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(time), NewYork));
}
