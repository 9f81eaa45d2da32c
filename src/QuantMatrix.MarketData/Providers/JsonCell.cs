using System.Text.Json;
using QuantMatrix.MarketData.Csv;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Where one value of an answer stands; of a text what is between the quotes.</summary>
/// <param name="Kind">None when the answer has no such value.</param>
internal readonly record struct JsonCell(int Start, int Length, JsonTokenType Kind)
{
    public bool IsEmpty => Kind is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>The value the reader stands on; an object or an array is passed over.</summary>
    public static JsonCell At(ref Utf8JsonReader reader)
    {
        var (start, length, kind) = ((int)reader.TokenStartIndex, reader.ValueSpan.Length, reader.TokenType);
        if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        return new(kind == JsonTokenType.String ? start + 1 : start, length, kind);
    }

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body.Slice(Start, Length);

    public string? Price(string name, ReadOnlySpan<byte> body, out double price)
    {
        price = double.NaN;
        if (IsEmpty) return $"{name} is {Absence}";
        return PriceText.TryParse(In(body), out price) ? null : $"{name} '{FieldText.Short(In(body))}' is not a number";
    }

    public string? Volume(ReadOnlySpan<byte> body, out long volume)
    {
        volume = 0;
        return IsEmpty ? $"volume is {Absence}" : VolumeText.Fault(In(body), out volume);
    }

    private string Absence => Kind == JsonTokenType.Null ? "null" : "missing";
}
