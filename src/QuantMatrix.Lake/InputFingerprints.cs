using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantMatrix.Lake;

/// <summary>What a table's rows were computed from: one hash per named input, so that a mismatch says which input changed.</summary>
/// <param name="Parts">Hash by input name.</param>
[JsonConverter(typeof(InputFingerprintsJson))]
public sealed record InputFingerprints(IReadOnlyDictionary<string, string> Parts)
{
    /// <param name="inputs">Each input's name and its full content as text.</param>
    public static InputFingerprints Of(params IEnumerable<(string Input, string Content)> inputs) =>
        new(inputs.ToDictionary(i => i.Input, i => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(i.Content)))));

    /// <summary>The builds of the projects of some types.</summary>
    public static string CodeOf(params IEnumerable<Type> types) => string.Join(' ', types.Select(t => t.Module.ModuleVersionId));

    /// <summary>The inputs and their hashes in one line.</summary>
    public string Text => string.Join(' ', Parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value[..16]}"));

    /// <summary>Why rows made from <paramref name="recorded"/> are out of date: <c>price_data and as_of changed</c>; null when they are not.</summary>
    public string? Difference(InputFingerprints? recorded)
    {
        if (recorded is null or { Parts.Count: 0 }) return "no inputs recorded";
        var changed = Parts.Keys.Union(recorded.Parts.Keys).Where(input => Parts.GetValueOrDefault(input) != recorded.Parts.GetValueOrDefault(input)).ToList();
        return changed.Count == 0 ? null : $"{(changed.Count == 1 ? "" : $"{string.Join(", ", changed[..^1])} and ")}{changed[^1]} changed";
    }
}

/// <summary>Written as an object. Format 1 of the manifest had a single hash over all inputs: that is read as inputs without a record.</summary>
internal sealed class InputFingerprintsJson : JsonConverter<InputFingerprints>
{
    public override InputFingerprints Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = new Dictionary<string, string>();
        if (reader.TokenType == JsonTokenType.String) return new(parts);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("the inputs of a table are neither an object nor a hash.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var input = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw new JsonException($"the hash of input '{input}' is not a string.");
            if (!parts.TryAdd(input, reader.GetString()!)) throw new JsonException($"input '{input}' is listed twice.");
        }
        return new(parts);
    }

    public override void Write(Utf8JsonWriter writer, InputFingerprints value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (input, hash) in value.Parts) writer.WriteString(input, hash);
        writer.WriteEndObject();
    }
}
