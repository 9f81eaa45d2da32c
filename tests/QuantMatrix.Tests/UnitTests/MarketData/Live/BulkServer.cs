using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Answers FMP's files of all symbols and its calendars from known bars.</summary>
internal sealed class BulkServer
{
    /// <summary>A file in place of the correct one, by its date.</summary>
    public Func<DateOnly, ProviderReply?> Instead { get; set; } = _ => null;

    /// <summary>Rows of the calendars: symbol, date, and ratio or amount.</summary>
    public IReadOnlyList<(string Symbol, DateOnly Date, double Value)> Splits { get; set; } = [];

    public IReadOnlyList<(string Symbol, DateOnly Date, double Value)> Dividends { get; set; } = [];

    /// <summary>The status of the calendars.</summary>
    public int SplitStatus { get; set; } = 200;

    public int DividendStatus { get; set; } = 200;

    /// <summary>This many requests of a calendar fail with 503 first.</summary>
    public int CalendarFaults { get; set; }

    public Func<string, DateOnly, bool> IsMissing { get; set; } = (_, _) => false;

    public ProviderReply? To(ProviderCall call, Bars bars) => call.Path switch
    {
        "/stable/eod-bulk" when Responses.Date(call["date"]!) is var date => Instead(date) ?? ProviderReply.Of(File(bars, date)),
        "/stable/splits-calendar" or "/stable/dividends-calendar" when CalendarFaults-- > 0 => ProviderReply.Of(503, "down"),
        "/stable/splits-calendar" => ProviderReply.Of(SplitStatus, Rows(Splits, "\"denominator\":1,\"numerator\"", call)),
        "/stable/dividends-calendar" => ProviderReply.Of(DividendStatus, Rows(Dividends, "\"adjDividend\"", call)),
        _ => null,
    };

    private string File(Bars bars, DateOnly date)
    {
        var lines = new List<string> { "symbol,date,open,low,high,close,adjClose,volume" };
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (var i = bars.Starts[s]; i < bars.Starts[s + 1]; i++)
                if (bars.Days[i] == Day.Of(date) && !IsMissing(bars.Symbols[s], date)) lines.Add(Line(bars, bars.Symbols[s], i));
        return string.Join('\n', lines) + "\n";
    }

    private string Line(Bars bars, string symbol, int i) => string.Join(',', new IFormattable[]
    {
        bars.Open[i], bars.Low[i], bars.High[i], bars.Close[i], bars.Close[i], bars.Volume[i],
    }.Select(v => v.ToString(null, CultureInfo.InvariantCulture)).Prepend(Day.Text(bars.Days[i])).Prepend(symbol));

    private static string Rows(IEnumerable<(string Symbol, DateOnly Date, double Value)> actions, string name, ProviderCall call)
    {
        var asked = actions.Where(a => a.Date >= Responses.Date(call["from"]!) && a.Date <= Responses.Date(call["to"]!));
        var rows = asked.Select(a => string.Create(CultureInfo.InvariantCulture,
            $"{{\"symbol\":\"{a.Symbol}\",\"date\":\"{a.Date:yyyy-MM-dd}\",{name}:{a.Value}}}"));
        return $"[{string.Join(',', rows)}]";
    }
}
