namespace QuantMatrix.Model;

/// <summary>Five minutes of one symbol.</summary>
/// <param name="Day">The session, days since 1970-01-01.</param>
/// <param name="Slot">By <see cref="SessionSlots"/>.</param>
/// <param name="Volume">Shares traded.</param>
public readonly record struct IntradayBar(int Day, int Slot, double Open, double High, double Low, double Close, long Volume)
{
    /// <summary>Sorts by session, then by slot.</summary>
    public long Key => ((long)Day << 16) + Slot;

    /// <summary>The bar on another price basis: prices times the factor, volume divided by it.</summary>
    public IntradayBar Scaled(double factor) => factor == 1 ? this
        : this with { Open = Open * factor, High = High * factor, Low = Low * factor, Close = Close * factor, Volume = (long)Math.Round(Volume / factor) };
}

/// <summary>The 5-minute bars of one symbol from one source, sorted by session and slot, each at most once.</summary>
public sealed record IntradaySeries(string Symbol, IReadOnlyList<IntradayBar> Bars, string Source);

/// <summary>The sessions of a symbol whose 5-minute bars are requested, both ends included.</summary>
public sealed record IntradayRequest(string Symbol, DateOnly From, DateOnly To)
{
    /// <summary>Tells the sessions and the hours of each.</summary>
    public required SessionCalendar Calendar { get; init; }

    /// <summary>The current date, from which the limits of providers count.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>ISO code of the currency the listing must be quoted in.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The listing, for checks that are the same for daily bars.</summary>
    public BarRequest Listing => new(Symbol, From, To) { Currency = Currency };
}
