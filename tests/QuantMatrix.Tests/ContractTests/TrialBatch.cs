using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Builds batches to publish; values a row does not set are a default bar or null.</summary>
internal static class TrialBatch
{
    private static readonly Dictionary<string, object?> Bar = new()
    {
        ["open"] = 100.5, ["high"] = 102.25, ["low"] = 99.75, ["close"] = 101.0, ["volume"] = 3_000_000_000L,
    };

    public static RecordBatch Of(Catalogue catalogue, params TrialRow[] rows)
    {
        var schema = catalogue.FeatureSchema;
        return new RecordBatch(schema, schema.FieldsList.Select(f => Column(f, rows)), rows.Length);
    }

    private static IArrowArray Column(Apache.Arrow.Field field, TrialRow[] rows)
    {
        if (field.Name == "symbol") return ArrowColumns.Dictionary(rows.Select(r => r.Symbol).ToArray());
        if (field.Name == "date") return new Date32Array.Builder().AppendRange(rows.Select(r => DateOnly.Parse(r.Date, null))).Build();
        var values = rows.Select(r => r.Values.TryGetValue(field.Name, out var v) ? v : Bar.GetValueOrDefault(field.Name)).ToArray();
        return field.DataType switch
        {
            DoubleType => values.Aggregate(new DoubleArray.Builder(), (b, v) => b.Append((double?)v)).Build(),
            Int64Type => values.Aggregate(new Int64Array.Builder(), (b, v) => b.Append((long?)v)).Build(),
            Int32Type => values.Aggregate(new Int32Array.Builder(), (b, v) => b.Append((int?)v)).Build(),
            Date32Type => values.Aggregate(new Date32Array.Builder(), (b, v) => v is DateOnly date ? b.Append(date) : b.AppendNull()).Build(),
            BooleanType => values.Aggregate(new BooleanArray.Builder(), (b, v) => v is bool flag ? b.Append(flag) : b.AppendNull()).Build(),
            _ => Labels(values),
        };
    }

    private static DictionaryArray Labels(object?[] values)
    {
        var labels = values.OfType<string>().Distinct().ToList();
        var codes = values.Aggregate(new Int32Array.Builder(), (b, v) => v is string label ? b.Append(labels.IndexOf(label)) : b.AppendNull()).Build();
        var type = new DictionaryType(Int32Type.Default, StringType.Default, ordered: false);
        return new DictionaryArray(type, codes, new StringArray.Builder().AppendRange(labels).Build());
    }
}
