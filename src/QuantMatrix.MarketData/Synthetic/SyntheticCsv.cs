using System.Buffers;
using System.Buffers.Text;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Writes made-up bars as a CSV of the replay folder, every row marked <c>synthetic</c>.</summary>
internal sealed class SyntheticCsv
{
    private const int MostBytesARow = 128;

    private readonly ArrayBufferWriter<byte> text;

    private SyntheticCsv(int rows) => text = new ArrayBufferWriter<byte>((rows + 1) * MostBytesARow);

    public static ReadOnlyMemory<byte> Text(ReadOnlySpan<Bar> bars)
    {
        var csv = new SyntheticCsv(bars.Length);
        csv.text.Write("date,open,high,low,close,adj_close,volume,source\n"u8);
        foreach (var bar in bars) csv.Row(bar);
        return csv.text.WrittenMemory;
    }

    private void Row(in Bar bar)
    {
        var date = Day.Date(bar.Day);
        Whole(date.Year, 4, (byte)'-');
        Whole(date.Month, 2, (byte)'-');
        Whole(date.Day, 2, (byte)',');
        Fixed(bar.Open, 2);
        Fixed(bar.High, 2);
        Fixed(bar.Low, 2);
        Fixed(bar.Close, 2);
        Fixed(bar.AdjClose, 4);
        Whole(bar.Volume, 1, (byte)',');
        text.Write("synthetic\n"u8);
    }

    /// <summary>A price as digits of its smallest unit, so that no formatting of doubles decides a byte.</summary>
    private void Fixed(double price, int decimals)
    {
        var unit = decimals == 2 ? 100 : 10_000;
        var (whole, rest) = Math.DivRem((long)Math.Round(price * unit), unit);
        Whole(whole, 1, (byte)'.');
        Whole(rest, decimals, (byte)',');
    }

    private void Whole(long number, int digits, byte separator)
    {
        var space = text.GetSpan(MostBytesARow / 4);
        Utf8Formatter.TryFormat(number, space, out var written, new StandardFormat('D', (byte)digits));
        space[written] = separator;
        text.Advance(written + 1);
    }
}
