using System.Globalization;
using System.Text;
using Apache.Arrow.Types;
using Apache.Arrow;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Accessors for the values of one Arrow column, for every type a Parquet writer may use.</summary>
internal static class ArrowCells
{
    private static readonly string[] UtcZones = ["", "UTC", "Etc/UTC", "GMT", "Z", "+00:00"];
    private static readonly (long, string?) Empty = (0, "volume is empty");

    /// <summary>Plain, dictionary-encoded or view strings; null for a null cell.</summary>
    public static Func<int, string?> Texts(string name, IArrowArray column) => column switch
    {
        DictionaryArray dictionary => Decoded(name, dictionary),
        IReadOnlyList<string?> texts => row => texts[row],
        _ => throw WrongType(name, column, "text"),
    };

    /// <summary>Prices; NaN stays NaN, null means no value.</summary>
    public static Func<int, double?> Prices(string name, IArrowArray column) => column switch
    {
        DoubleArray doubles => row => doubles.GetValue(row),
        FloatArray floats => row => floats.GetValue(row),
        Decimal128Array decimals => row => (double?)decimals.GetValue(row),
        Int64Array longs => row => longs.GetValue(row),
        Int32Array ints => row => ints.GetValue(row),
        _ => throw WrongType(name, column, "double, float, decimal or int"),
    };

    /// <summary>Volumes; a fraction is rounded half to even to whole shares.</summary>
    public static Func<int, (long Volume, string? Fault)> Volumes(IArrowArray column) => column switch
    {
        Int64Array longs => row => Shares(longs.GetValue(row)),
        Int32Array ints => row => Shares(ints.GetValue(row)),
        UInt64Array ulongs => row => Shares((decimal?)ulongs.GetValue(row)),
        UInt32Array uints => row => Shares((long?)uints.GetValue(row)),
        Decimal128Array decimals => row => Shares(decimals.GetValue(row)),
        DoubleArray doubles => row => Shares(doubles.GetValue(row)),
        FloatArray floats => row => Shares((double?)floats.GetValue(row)),
        _ => throw WrongType(BarField.Volume, column, "int or double"),
    };

    /// <summary>Session dates as text: ISO for dates and timestamps (time of day ignored), unchanged for strings.</summary>
    public static Func<int, string?> Dates(IArrowArray column) => column switch
    {
        Date32Array days => row => Iso(days.GetDateTime(row)),
        Date64Array days => row => Iso(days.GetDateTime(row)),
        TimestampArray stamps => Stamps(stamps),
        Int64Array numbers => row => Text($"{numbers.GetValue(row)}"),
        Int32Array numbers => row => Text($"{numbers.GetValue(row)}"),
        _ => Texts(BarField.Date, column),
    };

    /// <summary>Whether the column holds text.</summary>
    public static bool IsText(IArrowArray column) => column is DictionaryArray or IReadOnlyList<string?>;

    /// <summary>Splits as new shares for one; null where there is none.</summary>
    public static Func<int, double?> Splits(IArrowArray column)
    {
        var texts = IsText(column) ? Texts("split", column) : Numbers(Prices("split", column));
        return row => SplitText.TryParse(Encoding.UTF8.GetBytes(texts(row) ?? ""), out var factor) ? factor : null;
    }

    private static Func<int, string?> Numbers(Func<int, double?> numbers) => row => Text($"{numbers(row)}");

    /// <summary>Local midnight in another zone may be another UTC date, so only a timestamp without zone or in UTC identifies a session.</summary>
    private static Func<int, string?> Stamps(TimestampArray stamps)
    {
        var zone = ((TimestampType)stamps.Data.DataType).Timezone ?? "";
        return UtcZones.Contains(zone) ? row => Iso(stamps.GetTimestamp(row)?.UtcDateTime)
            : throw new DataUnfitException($"column date is a timestamp in {zone}; expected a date, or a timestamp without a time zone");
    }

    private static Func<int, string?> Decoded(string name, DictionaryArray column)
    {
        var values = Enumerable.Range(0, column.Dictionary.Length).Select(Texts(name, column.Dictionary)).ToArray();
        Func<int, int> index = column.Indices switch
        {
            Int8Array a => row => a.Values[row],
            UInt8Array a => row => a.Values[row],
            Int16Array a => row => a.Values[row],
            UInt16Array a => row => a.Values[row],
            Int32Array a => row => a.Values[row],
            UInt32Array a => row => checked((int)a.Values[row]),
            var a => throw WrongType(name, a, "dictionary indices of at most 32 bits"),
        };
        return row => column.Indices.IsNull(row) ? null : values[index(row)];
    }

    private static (long, string?) Shares(long? volume) => volume is { } v ? (v, null) : Empty;

    private static (long, string?) Shares(decimal? volume) =>
        volume is not { } v ? Empty : VolumeText.Fault(v, out var shares) is { } fault ? (0, Text($"volume {v} {fault}")) : (shares, null);

    private static (long, string?) Shares(double? volume) =>
        volume is not { } v ? Empty : VolumeText.Fault(v, out var shares) is { } fault ? (0, Text($"volume {v} {fault}")) : (shares, null);

    private static string? Iso(DateTime? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static DataUnfitException WrongType(string name, IArrowArray column, string expected) =>
        new($"column {name} has type {column.Data.DataType.Name}; expected {expected}");
}
