using System.Globalization;
using System.Xml;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>The order of day and month in dates like 05/12/2025.</summary>
public enum DayOrder
{
    MonthFirst,
    DayFirst,
}

/// <summary>The dates of a statement that are written with slashes: evidence for the order of day and month.</summary>
/// <remarks>
/// A query has one date format. What the evidence contradicts, and what it leaves open, is refused: a swapped date would be stored as another day.
/// </remarks>
internal sealed class SlashDates
{
    private const int MostDaysToGenerate = 7, MostDaysOld = 31, MostDaysFresh = 2;

    private readonly HashSet<string> dates = [], bookings = [], plain = [];
    private readonly Dictionary<string, string> header = [];

    /// <summary>Adds a date of the header.</summary>
    public void AddHeader(string attribute, string? text)
    {
        if (text is null) return;
        header[attribute] = text;
        if (IsSlashed(text)) dates.Add(DayOf(text));
    }

    /// <summary>Adds the dates of the row at the reader's position.</summary>
    public void Add(XmlReader xml)
    {
        var element = xml.LocalName;
        if (plain.Contains(element)) return;
        while (xml.MoveToNextAttribute())
            if (IsSlashed(xml.Value)) Add(xml.LocalName, DayOf(xml.Value));
            else if (IsDate(xml.LocalName) && xml.Value.Length >= 8) plain.Add(element);
        xml.MoveToElement();
    }

    /// <summary>The order that every piece of evidence agrees with; null when they disagree or there is none.</summary>
    /// <param name="today">The day of the broker's clock.</param>
    public DayOrder? Order(DateOnly today)
    {
        var readings = Enum.GetValues<DayOrder>().Where(o => dates.All(d => FlexText.TryDate(d, o, out _))).ToList();
        if (readings.Count < 2) return readings.Count == 1 ? readings[0] : null;
        if (!IsTelling) return DayOrder.MonthFirst;
        var votes = Evidence(today).Select(isLikely => readings.Where(isLikely).ToList()).Where(v => v.Count == 1).Select(v => v[0]).Distinct().ToList();
        if (votes.Count == 0) votes = [.. readings.Where(o => Days(today, Generated(o)) is <= MostDaysOld)];
        return votes.Count == 1 ? votes[0] : null;
    }

    /// <summary>Whether the order matters to one of the dates.</summary>
    public bool IsTelling => dates.Any(IsTwoDays);

    /// <summary>The message for a statement without an order.</summary>
    public string Ambiguity => $"dates like {dates.Order(StringComparer.Ordinal).FirstOrDefault(IsTwoDays) ?? dates.FirstOrDefault()} can be read as "
        + "month/day and as day/month, and the statement does not show which; choose the date format yyyyMMdd in the query";

    /// <summary>What holds for a statement read in the right order.</summary>
    private IEnumerable<Func<DayOrder, bool>> Evidence(DateOnly today) =>
    [
        o => Header("fromDate", o) <= Header("toDate", o) && Header("toDate", o) <= Generated(o) && Generated(o) <= today.AddDays(1),
        o => Days(Generated(o), Header("toDate", o)) is >= 0 and <= MostDaysToGenerate,
        o => Days(today, Generated(o)) is >= -MostDaysFresh and <= MostDaysFresh,
        o => bookings.Count > 0 && bookings.All(b => Read(b, o) is { } day && Header("fromDate", o) <= day && day <= Header("toDate", o)),
    ];

    private void Add(string attribute, string day)
    {
        dates.Add(day);
        if (attribute == "reportDate") bookings.Add(day);
    }

    private DateOnly? Generated(DayOrder order) => Header("whenGenerated", order);

    private DateOnly? Header(string attribute, DayOrder order) => header.TryGetValue(attribute, out var text) ? Read(text, order) : null;

    private static int? Days(DateOnly? later, DateOnly? earlier) => later?.DayNumber - earlier?.DayNumber;

    private static DateOnly? Read(string text, DayOrder order) => FlexText.TryDate(text, order, out var date) ? date : null;

    private static bool IsTwoDays(string day) => Read(day, DayOrder.MonthFirst) != Read(day, DayOrder.DayFirst);

    private static bool IsDate(string attribute) => attribute.EndsWith("ate", StringComparison.Ordinal)
        || attribute.EndsWith("DateTime", StringComparison.Ordinal);

    private static bool IsSlashed(string text) => text.Length >= 8 && text[2] == '/' && text[5] == '/'
        && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, null, out _) && int.TryParse(text.AsSpan(3, 2), NumberStyles.None, null, out _);

    /// <summary>The date without its time.</summary>
    private static string DayOf(string text) => text.IndexOfAny([';', ',', ' ']) is > 0 and var end ? text[..end] : text;
}
