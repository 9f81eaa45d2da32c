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

    private static string Adjusted(double close) => double.IsNaN(close) ? "" : close.ToString("R", CultureInfo.InvariantCulture);
}
