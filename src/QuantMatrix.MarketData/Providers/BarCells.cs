using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The values of one session in an answer, not yet read.</summary>
internal readonly record struct BarCells(JsonCell Open, JsonCell High, JsonCell Low, JsonCell Close, JsonCell AdjClose, JsonCell Volume)
{
    /// <summary>The session has no price at all; a volume, mostly 0, says nothing without one.</summary>
    public bool HasNoPrice => Open.IsEmpty && High.IsEmpty && Low.IsEmpty && Close.IsEmpty;

    /// <summary>The bar, or what is wrong with a value of it.</summary>
    public string? Bar(int day, ReadOnlySpan<byte> body, out Bar bar)
    {
        double high = 0, low = 0, close = 0, adjClose = double.NaN;
        long volume = 0;
        var fault = Open.Price("open", body, out var open) ?? High.Price("high", body, out high)
            ?? Low.Price("low", body, out low) ?? Close.Price("close", body, out close)
            ?? (AdjClose.IsEmpty ? null : AdjClose.Price("adj_close", body, out adjClose))
            ?? Volume.Volume(body, out volume);
        bar = new Bar(day, open, high, low, close, adjClose, volume);
        return fault;
    }

    /// <summary>As found: open, high, low, close, adj_close, volume.</summary>
    public string Text(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        foreach (var cell in new[] { Open, High, Low, Close, AdjClose, Volume })
            text.Append(CultureInfo.InvariantCulture, $",{FieldText.Short(cell.In(body))}");
        return text.ToString(1, text.Length - 1);
    }
}
