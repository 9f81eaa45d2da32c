using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Config;

/// <summary>How a value of one type is read from YAML or the command line.</summary>
/// <param name="Expected">The accepted values, for messages.</param>
/// <param name="Read">The value, or null when the node is not valid.</param>
public sealed record OptionForm(string Expected, Func<YamlNode, object?> Read)
{
    /// <summary>The invalid items of a list or entries of a map; empty when the value as a whole does not fit.</summary>
    public Func<YamlNode, IEnumerable<ConfigError>> PartFaults { get; private init; } = _ => [];

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly OptionForm TextList = new("a list like [A, B]", List) { PartFaults = ListFaults };

    /// <summary>
    /// The form of a type: a built-in one, or any type with a static <c>TryParse(string, out T)</c> and a
    /// <see cref="DescriptionAttribute"/> for <see cref="Expected"/>.
    /// </summary>
    public static OptionForm For(Type type)
    {
        if (type == typeof(string)) return Scalar("text", text => text);
        if (type == typeof(bool)) return Scalar("true or false", text => bool.TryParse(text, out var flag) ? flag : null);
        if (type == typeof(int)) return Scalar("a whole number", text => int.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var n) ? n : null);
        if (type == typeof(double))
            return Scalar("a number", text => double.TryParse(text, NumberStyles.Float, Culture, out var n) && double.IsFinite(n) ? n : null);
        if (type == typeof(DateOnly))
            return Scalar("a date like 2018-02-07", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", Culture, DateTimeStyles.None, out var d) ? d : null);
        if (type == typeof(TimeOnly))
            return Scalar("a time like 05:00", text => TimeOnly.TryParseExact(text, "HH:mm", Culture, DateTimeStyles.None, out var time) ? time : null);
        if (type == typeof(TimeSpan)) return Scalar(Durations.Expected, text => Durations.TryParse(text, out var duration) ? duration : null);
        if (type == typeof(TimeZoneInfo))
            return Scalar("a time zone like UTC or America/New_York", text => Graph.TimeZones.TryFind(text, out var zone) ? zone : null);
        if (type == typeof(IReadOnlyList<string>)) return TextList;
        if (type == typeof(IReadOnlyDictionary<string, string>)) return MapOf<string>("a map like {NAME: TEXT}", For(typeof(string)));
        if (type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)) return MapOf<IReadOnlyList<string>>("a map like {NAME: [A, B]}", TextList);
        if (type == typeof(IReadOnlyDictionary<string, CounterLimit>))
            return MapOf<CounterLimit>("a map like {symbols_failed: \"> 2%\"}", For(typeof(CounterLimit)));
        return type.IsEnum ? Word(type) : Parser(type) is { } parse ? Parsed(type, parse) : Group(type);
    }

    /// <summary>A value in the form that <c>--set</c> accepts.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        Enum word => SnakeCase.Of(word.ToString()),
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", Culture),
        TimeOnly time => time.ToString("HH:mm", Culture),
        TimeZoneInfo zone => zone.Id,
        TimeSpan duration => Durations.Text(duration),
        IReadOnlyList<string> list => string.Join(',', list),
        IReadOnlyDictionary<string, string> texts => Json(texts, (json, text) => json.WriteStringValue(text)),
        IReadOnlyDictionary<string, IReadOnlyList<string>> lists => Json(lists, WriteList),
        _ => Convert.ToString(value, Culture)!,
    };

    /// <summary>JSON is valid YAML; <c>&lt;</c> and <c>'</c> are not escaped.</summary>
    private static string Json<T>(IReadOnlyDictionary<string, T> map, Action<Utf8JsonWriter, T> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in map)
            {
                json.WritePropertyName(name);
                write(json, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<string> list)
    {
        json.WriteStartArray();
        foreach (var item in list) json.WriteStringValue(item);
        json.WriteEndArray();
    }

    private static OptionForm Scalar(string expected, Func<string, object?> read) =>
        new(expected, node => node.Kind == YamlKind.Scalar ? read(node.Text) : null);

    private static OptionForm Word(Type type)
    {
        var words = Enum.GetValues(type).Cast<object>().ToDictionary(value => SnakeCase.Of(value.ToString()!));
        return Scalar($"one of {string.Join(", ", words.Keys)}", words.GetValueOrDefault);
    }

    /// <summary>A YAML list, or text with commas from the command line.</summary>
    private static string[]? List(YamlNode node) => node.Kind switch
    {
        YamlKind.List => ListFaults(node).Any() ? null : [.. node.Items.Select(i => i.Text)],
        YamlKind.Scalar => node.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        _ => null,
    };

    private static IEnumerable<ConfigError> ListFaults(YamlNode node) =>
        node.Items.Where(i => i.Kind != YamlKind.Scalar).Select(i => new ConfigError(i.Line, $"found {i} as an item; expected text"));

    /// <summary>A YAML map, or text with braces from the command line.</summary>
    private static OptionForm MapOf<T>(string expected, OptionForm item)
    {
        return new(expected, Read) { PartFaults = node => MapFaults(node, item) };

        object? Read(YamlNode node)
        {
            if (node.Kind == YamlKind.Scalar) return YamlReader.TryRead(node.Text) is { Kind: YamlKind.Map } map ? Read(map) : null;
            return node.Kind != YamlKind.Map || MapFaults(node, item).Any() ? null : node.Entries.ToDictionary(e => e.Key, e => (T)item.Read(e.Value)!);
        }
    }

    private static IEnumerable<ConfigError> MapFaults(YamlNode node, OptionForm item)
    {
        var first = new Dictionary<string, int>();
        foreach (var (key, line, value) in node.Entries)
        {
            if (!first.TryAdd(key, line)) yield return new(line, $"'{key}' is defined twice; first at line {first[key]}");
            if (value.IsNull || item.Read(value) is null) yield return new(line, $"'{key}' is {value}; expected {item.Expected}");
        }
    }

    private static MethodInfo? Parser(Type type) =>
        type.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static, [typeof(string), type.MakeByRefType()]);

    private static OptionForm Parsed(Type type, MethodInfo parse)
    {
        var expected = type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? $"a {type.Name}";
        return Scalar(expected, text =>
        {
            object?[] arguments = [text, null];
            return (bool)parse.Invoke(null, arguments)! ? arguments[1] : null;
        });
    }

    /// <summary>A map that is a record of options itself.</summary>
    private static OptionForm Group(Type type)
    {
        if (type.GetConstructor([]) is null)
            throw new ArgumentException($"an option cannot be of type {type.Name}: it has no static TryParse(string, out {type.Name})");
        var schema = new OptionSchema(type);
        var defaults = schema.Texts(schema.Bind([])).Select(d => $"{d.Key}: {d.Value}");
        return new($"a map like {{{string.Join(", ", defaults)}}}", Read) { PartFaults = Faults };

        object? Read(YamlNode node) =>
            node.Kind != YamlKind.Map || Faults(node).Any() ? null : schema.Bind(node.Entries.Select(e => KeyValuePair.Create(e.Key, e.Value)));

        IEnumerable<ConfigError> Faults(YamlNode node)
        {
            foreach (var entry in node.Entries)
                if (node.Entries.First(e => e.Key == entry.Key) is var first && first != entry)
                    yield return new(entry.Line, $"'{entry.Key}' is defined twice; first at line {first.Line}");
                else if (schema.Find(entry.Key) is not { } option)
                    yield return new(entry.Line, $"unknown key '{entry.Key}'{DidYouMean.Hint(entry.Key, schema.Options.Select(o => o.Name))}");
                else if (!option.TryRead(entry.Value, out _))
                    yield return new(entry.Line, $"'{entry.Key}' is {entry.Value}; expected {option.Expected}");
        }
    }
}
