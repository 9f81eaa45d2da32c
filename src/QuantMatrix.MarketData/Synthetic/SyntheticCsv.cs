using System.Buffers;
using System.Buffers.Text;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Formats synthetic bars as a CSV for the replay folder; every row has source <c>synthetic</c>.</summary>
internal sealed class SyntheticCsv
{
    private const int MaxBytesPerRow = 128;

    private static readonly byte[] Header = Encoding.UTF8.GetBytes($"{BarField.CsvHeader},{BarField.Source}\n");

    private readonly ArrayBufferWriter<byte> text;

    private SyntheticCsv(int rows) => text = new ArrayBufferWriter<byte>((rows + 1) * MaxBytesPerRow);

    public static ReadOnlyMemory<byte> Text(ReadOnlySpan<Bar> bars)
    {
        var csv = new SyntheticCsv(bars.Length);
        csv.text.Write(Header);
        foreach (var bar in bars) csv.AddRow(bar);
        return csv.text.WrittenMemory;
    }

    private void AddRow(in Bar bar)
    {
        var date = Day.Date(bar.Day);
        AddInteger(date.Year, 4, (byte)'-');
        AddInteger(date.Month, 2, (byte)'-');
        AddInteger(date.Day, 2, (byte)',');
        AddFixed(bar.Open, 2);
        AddFixed(bar.High, 2);
        AddFixed(bar.Low, 2);
        AddFixed(bar.Close, 2);
        AddFixed(bar.AdjClose, 4);
        AddInteger(bar.Volume, 1, (byte)',');
        text.Write("synthetic\n"u8);
    }

    /// <summary>Formats a price as an integer number of its smallest unit, independent of floating-point formatting.</summary>
    private void AddFixed(double price, int decimals)
    {
        var unit = decimals == 2 ? 100 : 10_000;
        var (whole, rest) = Math.DivRem((long)Math.Round(price * unit), unit);
        AddInteger(whole, 1, (byte)'.');
        AddInteger(rest, decimals, (byte)',');
    }

    private void AddInteger(long number, int digits, byte separator)
    {
        var space = text.GetSpan(MaxBytesPerRow / 4);
        Utf8Formatter.TryFormat(number, space, out var written, new StandardFormat('D', (byte)digits));
        space[written] = separator;
        text.Advance(written + 1);
    }
}
