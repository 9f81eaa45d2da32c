using System.Text.Json.Nodes;

namespace QuantMatrix.Batch.Config;

/// <summary>The JSON schema of the values of an option, by its type.</summary>
/// <remarks>Only features of draft 4, which every validator supports. A list may be written as text with commas, as the file allows.</remarks>
internal static class SchemaForm
{
    private static readonly Dictionary<Type, Func<JsonObject>> Known = new()
    {
        [typeof(string)] = () => Type("string", "number", "boolean"),
        [typeof(bool)] = () => Type("boolean"),
        [typeof(int)] = () => Type("integer"),
        [typeof(double)] = () => Type("number"),
        [typeof(DateOnly)] = () => Text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        [typeof(TimeOnly)] = () => Text("^([01][0-9]|2[0-3]):[0-5][0-9]$"),
        [typeof(TimeSpan)] = () => Text(Durations.Pattern),
        [typeof(TimeZoneInfo)] = () => Text("^[A-Za-z][A-Za-z0-9_+/-]*$"),
        [typeof(CounterLimit)] = () => Text(CounterLimit.Pattern),
        [typeof(RowsToKeep)] = () => AnyOf(Text("^all$"), new() { ["type"] = "integer", ["minimum"] = 1 }),
        [typeof(IReadOnlyList<string>)] = Names,
        [typeof(IReadOnlyDictionary<string, string>)] = () => MapOf(Of(typeof(string))),
        [typeof(IReadOnlyDictionary<string, CounterLimit>)] = () => MapOf(Of(typeof(CounterLimit))),
        [typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)] = () => MapOf(Names()),
    };

    public static JsonObject Of(Type type) => Known.TryGetValue(type, out var form) ? form() : type.IsEnum ? Words(type) : Map(new OptionSchema(type));

    /// <summary>A map with the options of a record and no others; it may be left empty.</summary>
    public static JsonObject Map(OptionSchema schema) => Map(schema.Options.ToDictionary(o => o.Name, o => o.Schema));

    public static JsonObject Map(IReadOnlyDictionary<string, JsonObject> properties, params IReadOnlyList<string> required)
    {
        var map = Type("object");
        map["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value)));
        map["additionalProperties"] = false;
        if (required.Count > 0) map["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        return map;
    }

    public static JsonObject MapOf(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    /// <summary>A list of names, or a single one.</summary>
    public static JsonObject Names() => new() { ["type"] = new JsonArray("array", "string"), ["items"] = Type("string", "number", "boolean") };

    public static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    public static JsonObject Type(params IReadOnlyList<string> types) =>
        new() { ["type"] = types is [var only] ? JsonValue.Create(only) : new JsonArray([.. types.Select(t => JsonValue.Create(t))]) };

    public static JsonObject AnyOf(params IReadOnlyList<JsonObject> forms) => new() { ["anyOf"] = new JsonArray([.. forms]) };

    public static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    /// <summary>The form or null.</summary>
    public static JsonObject OrNull(JsonObject form) => AnyOf(form, Type("null"));

    private static JsonObject Words(Type type) => new()
    {
        ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(SnakeCase.Of(name)))]),
    };
}
