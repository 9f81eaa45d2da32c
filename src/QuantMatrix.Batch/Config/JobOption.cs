using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Config;

/// <summary>One option of a job kind or a section: its name, the values it accepts, and how it is set.</summary>
public sealed class JobOption
{
    private readonly PropertyInfo property;
    private readonly OptionForm form;
    private readonly RangeAttribute? range;
    private readonly bool nullable;

    public JobOption(PropertyInfo property)
    {
        this.property = property;
        form = OptionForm.For(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        range = property.GetCustomAttribute<RangeAttribute>();
        nullable = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        Name = SnakeCase.Of(property.Name);
        var limits = range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");
        Expected = $"{form.Expected}{limits}{(nullable ? " or null" : "")}";
    }

    /// <summary>In snake_case.</summary>
    public string Name { get; }

    /// <summary>The accepted values, for messages: <c>a whole number from 1 to 10000</c>.</summary>
    public string Expected { get; }

    /// <summary>The accepted values as a JSON schema, with the description and the default.</summary>
    public JsonObject Schema
    {
        get
        {
            var schema = SchemaForm.Of(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (range is not null) (schema["minimum"], schema["maximum"]) = (Number(range.Minimum), Number(range.Maximum));
            if (nullable) schema = SchemaForm.OrNull(schema);
            if (Default is { } standard) schema.Insert(0, "default", standard);
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } about) schema.Insert(0, "description", about.Description);
            return schema;
        }
    }

    private static double Number(object limit) => Convert.ToDouble(limit, CultureInfo.InvariantCulture);

    /// <summary>The default as the file would have it; null for none, and for maps.</summary>
    private JsonNode? Default => property.GetValue(Activator.CreateInstance(property.DeclaringType!)) switch
    {
        null => null,
        int number => number,
        double number => number,
        bool flag => flag,
        IReadOnlyList<string> list => new JsonArray([.. list.Select(item => JsonValue.Create(item))]),
        RowsToKeep keep when keep != RowsToKeep.All => keep.Sessions,
        var value when value is string or ValueType or TimeZoneInfo => OptionForm.Text(value),
        _ => null,
    };

    public bool TryRead(YamlNode node, out object? value)
    {
        value = node.IsNull ? null : form.Read(node);
        return node.IsNull ? nullable : value is not null && (range is null || range.IsValid(value));
    }

    /// <summary>The invalid items of a list or entries of a map; empty when the value as a whole does not fit.</summary>
    public IEnumerable<ConfigError> PartFaults(YamlNode node) => form.PartFaults(node);

    /// <summary>The value in an options record, in the form that <c>--set</c> accepts.</summary>
    public string Text(object options) => OptionForm.Text(property.GetValue(options));

    /// <param name="node">A value that <see cref="TryRead"/> accepts.</param>
    public void Set(object options, YamlNode node)
    {
        if (!TryRead(node, out var value)) throw new ArgumentException($"option '{Name}' is {node}; expected {Expected}", nameof(node));
        property.SetValue(options, value);
    }
}
