using System.Globalization;
using QuantMatrix.Compute;

namespace QuantMatrix.Ingest;

/// <summary>A bar that waits in quarantine: sound in itself, but somebody must vouch for it first.</summary>
public static class HeldBar
{
    /// <summary>What the reason of every held bar begins with.</summary>
    public const string Mark = "held: ";

    /// <summary>The row is <c>date,open,high,low,close,adj_close,volume</c>, from which the bar can be read again to the bit.</summary>
    public static RejectedRow Of(Bars bars, string symbol, int row, string reason) => new(
        symbol, Day.Text(bars.Days[row]), bars.Source[row], "", 0, Mark + reason,
        string.Create(CultureInfo.InvariantCulture, $"{Day.Text(bars.Days[row])},{bars.Open[row]:R},{bars.High[row]:R},{bars.Low[row]:R},{bars.Close[row]:R},{Adjusted(bars.AdjClose[row])},{bars.Volume[row]}"));

    /// <summary>The bar of such a row; false for a row of another form.</summary>
    public static bool TryParse(string row, out Bar bar)
    {
        bar = default;
        var fields = row.Split(',');
        if (fields.Length != 7 || !DateOnly.TryParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return false;
        if (fields[5].Length == 0) fields[5] = "NaN";
        var prices = new double[5];
        for (var i = 0; i < prices.Length; i++)
            if (!double.TryParse(fields[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out prices[i])) return false;
        if (!long.TryParse(fields[6], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var volume)) return false;
        bar = new(Day.Of(date), prices[0], prices[1], prices[2], prices[3], prices[4], volume);
        return true;
    }

    private static string Adjusted(double close) => double.IsNaN(close) ? "" : close.ToString("R", CultureInfo.InvariantCulture);
}
