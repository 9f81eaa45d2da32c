using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
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
