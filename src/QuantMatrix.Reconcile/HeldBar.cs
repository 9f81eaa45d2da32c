using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>A valid but suspicious bar in quarantine, which an operator may release. Its row has the fields of <see cref="BarField.CsvHeader"/>.</summary>
public static class HeldBar
{
    /// <summary>Prefix of the reason of a held bar; any other reason states a rule that every bar must satisfy.</summary>
    public const string Reason = "held: ";

    /// <summary>Begins the rest of the reason when the bar belongs to another instrument than the stored series of its symbol.</summary>
    public const string OtherInstrument = "another instrument";

    /// <summary>The same for bars of sessions that are stored too: a whole series whose daily returns are not those of the stored one.</summary>
    public const string OtherReturns = OtherInstrument + " with other daily returns";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static RejectedRow Of(Bars bars, string symbol, int row, string reason) => Of(symbol, BarSeries.At(bars, row), bars.Source[row], reason);

    /// <summary>Numbers round-trip exactly; a missing adjusted close is an empty field.</summary>
    public static RejectedRow Of(string symbol, in Bar bar, string source, string reason) =>
        new(symbol, Day.Text(bar.Day), source, "", 0, Reason + reason, Row(bar));

    public static bool TryParse(string text, out Bar bar)
    {
        bar = default;
        var fields = text.Split(',');
        if (fields.Length != 7 || !DateOnly.TryParseExact(fields[0], "yyyy-MM-dd", Culture, DateTimeStyles.None, out var date)) return false;
        var prices = new double[5];
        for (var i = 0; i < prices.Length; i++)
            if (i == 4 && fields[5].Length == 0) prices[i] = double.NaN;
            else if (!double.TryParse(fields[i + 1], NumberStyles.Float, Culture, out prices[i])) return false;
        if (!long.TryParse(fields[6], NumberStyles.AllowLeadingSign, Culture, out var volume)) return false;
        bar = new(Day.Of(date), prices[0], prices[1], prices[2], prices[3], prices[4], volume);
        return true;
    }

    private static string Row(in Bar bar) => string.Create(Culture,
        $"{Day.Text(bar.Day)},{bar.Open},{bar.High},{bar.Low},{bar.Close},{(double.IsNaN(bar.AdjClose) ? "" : bar.AdjClose.ToString(Culture))},{bar.Volume}");
}
