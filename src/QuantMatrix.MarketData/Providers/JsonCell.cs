using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The position of one value in a response body; for a string, of the text between the quotes.</summary>
/// <param name="Kind">None when the response has no such value.</param>
internal readonly record struct JsonCell(int Start, int Length, JsonTokenType Kind)
{
    public bool IsEmpty => Kind is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>The value at the reader; the content of an object or array is skipped.</summary>
    public static JsonCell At(ref Utf8JsonReader reader)
    {
        var (start, length, kind) = ((int)reader.TokenStartIndex, reader.ValueSpan.Length, reader.TokenType);
        if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        return new(kind == JsonTokenType.String ? start + 1 : start, length, kind);
    }

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body.Slice(Start, Length);

    /// <summary>Null and the price, or why the value is not a price.</summary>
    public string? Price(string name, ReadOnlySpan<byte> body, out double price)
    {
        price = double.NaN;
        return IsEmpty ? $"{name} is {Absence}" : PriceText.Fault(name, In(body), out price);
    }

    /// <summary>Null and the volume, or why the value is not a volume.</summary>
    public string? Volume(ReadOnlySpan<byte> body, out long volume)
    {
        volume = 0;
        return IsEmpty ? $"volume is {Absence}" : VolumeText.Fault(In(body), out volume);
    }

    private string Absence => Kind == JsonTokenType.Null ? "null" : "missing";
}

/// <summary>The unparsed values of one session in a response.</summary>
internal readonly record struct BarCells(JsonCell Open, JsonCell High, JsonCell Low, JsonCell Close, JsonCell AdjClose, JsonCell Volume)
{
    /// <summary>Whether the session has no price; a volume without one, mostly 0, is ignored.</summary>
    public bool HasNoPrice => Open.IsEmpty && High.IsEmpty && Low.IsEmpty && Close.IsEmpty;

    /// <summary>Null and the bar, or the first invalid value.</summary>
    public string? Read(int day, ReadOnlySpan<byte> body, out Bar bar)
    {
        double high = 0, low = 0, close = 0, adjClose = double.NaN;
        long volume = 0;
        var fault = Open.Price(BarField.Open, body, out var open) ?? High.Price(BarField.High, body, out high)
            ?? Low.Price(BarField.Low, body, out low) ?? Close.Price(BarField.Close, body, out close)
            ?? (AdjClose.IsEmpty ? null : AdjClose.Price(BarField.AdjClose, body, out adjClose))
            ?? Volume.Volume(body, out volume);
        bar = new Bar(day, open, high, low, close, adjClose, volume);
        return fault;
    }

    /// <summary>The values as found: open, high, low, close, adj_close, volume.</summary>
    public string Text(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        foreach (var cell in new[] { Open, High, Low, Close, AdjClose, Volume })
            text.Append(CultureInfo.InvariantCulture, $",{FieldText.Short(cell.In(body))}");
        return text.ToString(1, text.Length - 1);
    }
}
