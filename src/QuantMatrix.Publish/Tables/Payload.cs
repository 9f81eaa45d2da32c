using System.Text.Json;

namespace QuantMatrix.Publish.Tables;

/// <summary>Compares two payloads of the same day.</summary>
internal static class Payload
{
    /// <summary>Equal in every column that both have; a column that only one of them knows is no change of the day.</summary>
    public static bool SameDay(string stored, string given)
    {
        using var before = JsonDocument.Parse(stored);
        using var after = JsonDocument.Parse(given);
        foreach (var column in before.RootElement.EnumerateObject())
            if (after.RootElement.TryGetProperty(column.Name, out var value) && !JsonElement.DeepEquals(column.Value, value)) return false;
        return true;
    }
}
