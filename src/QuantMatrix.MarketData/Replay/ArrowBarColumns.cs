using System.Globalization;
using System.Text;
using Apache.Arrow;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Accessors for the bar columns of one Arrow batch, by row.</summary>
internal sealed record ArrowBarColumns(
    Func<int, string?> Symbol, Func<int, string?> Date,
    Func<int, double?> Open, Func<int, double?> High, Func<int, double?> Low, Func<int, double?> Close,
    Func<int, (long Volume, string? Fault)> Volume, Func<int, double?> AdjClose, Func<int, string?> Source, Func<int, double?> Split)
{
    public static ArrowBarColumns Of(RecordBatch batch, BarHeader header) => Of(batch, header, ArrowCells.Dates(batch.Column(header.Date)));

    /// <summary>The same for a file whose dates are read otherwise.</summary>
    public static ArrowBarColumns Prices(RecordBatch batch, BarHeader header) => Of(batch, header, _ => null);

    private static ArrowBarColumns Of(RecordBatch batch, BarHeader header, Func<int, string?> dates) => new(
        header.Symbol < 0 ? _ => null : ArrowCells.Texts(BarField.Symbol, batch.Column(header.Symbol)),
        dates,
        ArrowCells.Prices(BarField.Open, batch.Column(header.Open)), ArrowCells.Prices(BarField.High, batch.Column(header.High)),
        ArrowCells.Prices(BarField.Low, batch.Column(header.Low)), ArrowCells.Prices(BarField.Close, batch.Column(header.Close)),
        ArrowCells.Volumes(batch.Column(header.Volume)),
        header.AdjClose < 0 ? _ => null : ArrowCells.Prices(BarField.AdjClose, batch.Column(header.AdjClose)),
        header.Source < 0 ? _ => null : ArrowCells.Texts(BarField.Source, batch.Column(header.Source)),
        header.Split < 0 ? _ => null : ArrowCells.Splits(batch.Column(header.Split)));

    /// <summary>Null and the bar, or the first invalid value.</summary>
    public string? Bar(int row, DateOrder dates, out Bar bar)
    {
        double open = 0, high = 0, low = 0, close = 0;
        var (volume, volumeFault) = Volume(row);
        var fault = Parsing.DateText.Fault(Encoding.UTF8.GetBytes(DateText(row)), out var day, dates)
            ?? Price(BarField.Open, Open(row), out open) ?? Price(BarField.High, High(row), out high)
            ?? Price(BarField.Low, Low(row), out low) ?? Price(BarField.Close, Close(row), out close)
            ?? volumeFault;
        bar = new Bar(day, open, high, low, close, AdjClose(row) ?? double.NaN, volume);
        return fault;
    }

    public string DateText(int row) => Date(row) ?? "";

    /// <summary>A row as text: symbol, date, OHLC, volume.</summary>
    public string RowText(int row, string symbol) =>
        Text(symbol, DateText(row), Open(row), High(row), Low(row), Close(row), Volume(row) is { Fault: null } v ? v.Volume : null);

    /// <summary>The same text for a bar.</summary>
    public static string RowText(string symbol, in Bar bar) =>
        Text(symbol, Day.Text(bar.Day), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);

    private static string Text(string symbol, string date, double? open, double? high, double? low, double? close, long? volume)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{symbol},{date},{open},{high},{low},{close},{volume}");
        return text.Length <= RejectedRow.MaxRowChars ? text : text[..RejectedRow.MaxRowChars];
    }

    private static string? Price(string name, double? cell, out double price)
    {
        price = cell ?? 0;
        return cell is null ? $"{name} is empty" : null;
    }
}
