using System.Text.Json;
using QuantMatrix.Http;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Reads a response body as JSON; a malformed body is a transient fault, since a retry may return it whole.</summary>
internal static class JsonBody
{
    public delegate T Reading<T>(ref Utf8JsonReader reader);

    /// <param name="read">Receives a reader at the first token and leaves it at the end of that value.</param>
    /// <exception cref="ProviderException">The body is empty, truncated or not JSON.</exception>
    public static T Read<T>(ReadOnlySpan<byte> body, Reading<T> read)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            reader.Read();
            var value = read(ref reader);
            reader.Read();
            return value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for invalid UTF-8
        {
            throw new ProviderException(FaultKind.Transient, ErrorText.NotJson(body, reader.BytesConsumed));
        }
    }
}

/// <summary>Iterates over the properties of a JSON object in any order.</summary>
internal static class JsonObject
{
    /// <summary>Whether the reader is at an object; any other value is skipped.</summary>
    public static bool Enters(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Moves to the value of the next property; false at the end of the object.</summary>
    public static bool Next(ref Utf8JsonReader reader, out string name)
    {
        var found = reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
        name = found ? reader.GetString()! : "";
        if (found) reader.Read();
        return found;
    }

    /// <summary>The string at the reader; empty for any other type.</summary>
    public static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

    /// <summary>The integer at the reader; null for any other type.</summary>
    public static long? Integer(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
}
