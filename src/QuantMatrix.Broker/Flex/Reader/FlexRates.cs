using System.Xml;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>The base currency of a statement, by every section that shows it, and the exchange rates to it.</summary>
internal sealed class FlexRates
{
    private readonly HashSet<string> atOne = [], converted = [], targets = [];
    private readonly List<(string Date, string From, string To, decimal Rate)> rates = [];
    private readonly Dictionary<string, List<(DateOnly? Date, decimal Rate)>> ordered = [];
    private string? ofAccount, ofValue;

    /// <summary>
    /// The currency of the account information; else that of the net asset value; else the one that every conversion rate leads to; else the only one
    /// whose rate to the base currency is 1 in every row. Null when none shows it, and until the rates are complete.
    /// </summary>
    public string? Base { get; private set; }

    /// <summary>Adds what the row at the reader's position shows.</summary>
    public void Add(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "AccountInformation": ofAccount ??= Currency(xml, "currency"); break;
            case "EquitySummaryByReportDateInBase": ofValue ??= Currency(xml, "currency"); break;
            case "ConversionRate": AddRate(xml); break;
            default: if (ofAccount is null) AddCurrency(xml); break;
        }
    }

    /// <summary>Completes the rates once the order of day and month is known.</summary>
    public void Read(DayOrder order)
    {
        Base = ofAccount ?? ofValue ?? Only(targets) ?? Only(atOne.Except(converted));
        foreach (var group in rates.Where(r => r.To == Base).GroupBy(r => r.From))
            ordered[group.Key] = [.. group.Select(r => (Date: Day(r.Date, order), r.Rate)).Where(r => r.Date is not null).OrderBy(r => r.Date)];
    }

    /// <summary>The value of one unit of a currency in base currency on a day, by the latest rate until then; null when the statement has none.</summary>
    public decimal? Of(string? currency, DateOnly day)
    {
        if (currency is null || Base is null) return null;
        if (currency == Base) return 1;
        return ordered.TryGetValue(currency, out var known) && known.FindLast(r => r.Date <= day) is { Date: not null, Rate: var rate } ? rate : null;
    }

    private void AddRate(XmlReader xml)
    {
        if (Currency(xml, "toCurrency") is not { } to) return;
        targets.Add(to);
        if (Currency(xml, "fromCurrency") is { } from && FlexText.Value(xml.GetAttribute("reportDate")) is { } date
            && FlexText.TryNumber(xml.GetAttribute("rate"), out var rate) && rate > 0) rates.Add((date, from, to, rate));
    }

    private void AddCurrency(XmlReader xml)
    {
        if (Currency(xml, "currency") is { } currency && FlexText.TryNumber(xml.GetAttribute("fxRateToBase"), out var rate))
            (rate == 1 ? atOne : converted).Add(currency);
    }

    private static DateOnly? Day(string text, DayOrder order) => FlexText.TryDate(text, order, out var day) ? day : null;

    private static string? Only(IEnumerable<string> currencies) => currencies.Take(2).ToList() is [var one] ? one : null;

    /// <summary>Three letters: <c>BASE_SUMMARY</c> is none.</summary>
    private static string? Currency(XmlReader xml, string attribute) => FlexText.Value(xml.GetAttribute(attribute)) is { Length: 3 } currency ? currency : null;
}
