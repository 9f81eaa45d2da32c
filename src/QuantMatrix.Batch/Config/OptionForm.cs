using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Config;

/// <summary>How text becomes a value of one type: what is expected, and the reading, which gives null for anything else.</summary>
public sealed record OptionForm(string Expected, Func<YamlNode, object?> Read)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>JSON is YAML; here with <c>&lt;</c> and <c>'</c> as they are.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The form of a type: the built-in ones, or any type with a static <c>TryParse(string, out T)</c> and a
    /// <see cref="DescriptionAttribute"/> that says what is expected.
    /// </summary>
    public static OptionForm For(Type type)
    {
        if (type == typeof(string)) return Scalar("a text", text => text);
        if (type == typeof(bool)) return Scalar("true or false", text => bool.TryParse(text, out var flag) ? flag : null);
        if (type == typeof(int)) return Scalar("a whole number", text => int.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var n) ? n : null);
        if (type == typeof(double)) return Scalar("a number", text => double.TryParse(text, NumberStyles.Float, Culture, out var n) && double.IsFinite(n) ? n : null);
        if (type == typeof(DateOnly))
            return Scalar("a date like 2018-02-07", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", Culture, DateTimeStyles.None, out var d) ? d : null);
        if (type == typeof(IReadOnlyList<string>)) return new("a list like [A, B]", List);
        if (type == typeof(IReadOnlyDictionary<string, string>)) return new("a map like {NAME: TEXT}, each name once", Map);
        return type.IsEnum ? Word(type) : Parsed(type);
    }

    /// <summary>A value as it is typed after <c>--set job.option=</c>.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        Enum word => SnakeCase.Of(word.ToString()),
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", Culture),
        IReadOnlyList<string> list => string.Join(',', list),
        IReadOnlyDictionary<string, string> map => JsonSerializer.Serialize(map, Plain),
        _ => Convert.ToString(value, Culture)!,
    };

    private static OptionForm Scalar(string expected, Func<string, object?> read) =>
        new(expected, node => node.Kind == YamlKind.Scalar ? read(node.Text) : null);

    private static OptionForm Word(Type type)
    {
        var words = Enum.GetValues(type).Cast<object>().ToDictionary(value => SnakeCase.Of(value.ToString()!));
        return Scalar($"one of {string.Join(", ", words.Keys)}", words.GetValueOrDefault);
    }

    /// <summary>A YAML list, or the same in one text with commas, the form of the command line.</summary>
    private static string[]? List(YamlNode node) => node.Kind switch
    {
        YamlKind.List => node.Items.All(i => i.Kind == YamlKind.Scalar) ? [.. node.Items.Select(i => i.Text)] : null,
        YamlKind.Scalar => node.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        _ => null,
    };

    /// <summary>A YAML map, or the same in one text with braces, the form of the command line.</summary>
    private static Dictionary<string, string>? Map(YamlNode node)
    {
        if (node.Kind == YamlKind.Scalar) return YamlReader.TryRead(node.Text) is { Kind: YamlKind.Map } map ? Map(map) : null;
        var fits = node.Kind == YamlKind.Map && node.Entries.All(e => e.Value is { Kind: YamlKind.Scalar, IsNull: false }) && node.Entries.DistinctBy(e => e.Key).Count() == node.Entries.Count;
        return fits ? node.Entries.ToDictionary(e => e.Key, e => e.Value.Text) : null;
    }

    private static OptionForm Parsed(Type type)
    {
        var parse = type.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static, [typeof(string), type.MakeByRefType()])
            ?? throw new ArgumentException($"an option cannot be of type {type.Name}: it has no static TryParse(string, out {type.Name})");
        var expected = type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? $"a {type.Name}";
        return Scalar(expected, text =>
        {
            object?[] arguments = [text, null];
            return (bool)parse.Invoke(null, arguments)! ? arguments[1] : null;
        });
    }
}
