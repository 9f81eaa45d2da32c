namespace QuantMatrix.MarketData.Parsing;

/// <summary>The order of day, month and year in dates of three numbers that do not start with a four-digit year.</summary>
public enum DateOrder
{
    /// <summary>Not chosen, or no date needs an order.</summary>
    Unknown,

    /// <summary>13/01/2025.</summary>
    DayFirst,

    /// <summary>01/13/2025.</summary>
    MonthFirst,

    /// <summary>25/01/13: a two-digit year, then month and day.</summary>
    YearFirst,
}
