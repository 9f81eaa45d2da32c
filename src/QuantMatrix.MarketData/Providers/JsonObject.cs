using System.Text.Json;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Steps through the properties of a JSON object, whatever their order.</summary>
internal static class JsonObject
{
    /// <summary>Whether the reader stands on an object; anything else is passed over.</summary>
    public static bool Enters(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Goes to the value of the next property; false at the object's end.</summary>
    public static bool Next(ref Utf8JsonReader reader, out string name)
    {
        var found = reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
        name = found ? reader.GetString()! : "";
        if (found) reader.Read();
        return found;
    }

    /// <summary>The text the reader stands on; empty when it is none.</summary>
    public static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

    /// <summary>The whole number the reader stands on; null when it is none.</summary>
    public static long? Whole(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
}
