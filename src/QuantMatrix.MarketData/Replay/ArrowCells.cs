using System.Globalization;
using Apache.Arrow.Types;
using Apache.Arrow;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The values of one Arrow column by row, whatever type the file's writer chose for it.</summary>
internal static class ArrowCells
{
    private static readonly string[] ZonesOfPlainDates = ["", "UTC", "Etc/UTC", "GMT", "Z", "+00:00"];

    /// <summary>Text, plain, by dictionary or as a view; null where the cell is.</summary>
    public static Func<int, string?> Texts(string name, IArrowArray column) => column switch
    {
        DictionaryArray dictionary => Words(name, dictionary),
        IReadOnlyList<string?> texts => row => texts[row],
        _ => throw WrongType(name, column, "text"),
    };

    /// <summary>Prices; NaN stands for itself and null for no value.</summary>
    public static Func<int, double?> Prices(string name, IArrowArray column) => column switch
    {
        DoubleArray doubles => row => doubles.GetValue(row),
        FloatArray floats => row => floats.GetValue(row),
        Decimal128Array decimals => row => (double?)decimals.GetValue(row),
        Int64Array longs => row => longs.GetValue(row),
        Int32Array ints => row => ints.GetValue(row),
        _ => throw WrongType(name, column, "double, float, decimal or int"),
    };

    /// <summary>Volumes as whole numbers; a double is one when it has no fraction and fits 64 bits.</summary>
    public static Func<int, (long Volume, string? Fault)> Volumes(IArrowArray column) => column switch
    {
        Int64Array longs => row => Whole(longs.GetValue(row)),
        Int32Array ints => row => Whole(ints.GetValue(row)),
        UInt64Array ulongs => row => Whole((decimal?)ulongs.GetValue(row)),
        UInt32Array uints => row => Whole((long?)uints.GetValue(row)),
        Decimal128Array decimals => row => Whole(decimals.GetValue(row)),
        DoubleArray doubles => row => Whole(doubles.GetValue(row)),
        FloatArray floats => row => Whole((double?)floats.GetValue(row)),
        _ => throw WrongType("volume", column, "int or double"),
    };

    /// <summary>Session dates as text: ISO for dates and timestamps, of which only the date counts; as found for text.</summary>
    public static Func<int, string?> Dates(IArrowArray column) => column switch
    {
        Date32Array days => row => Iso(days.GetDateTime(row)),
        Date64Array days => row => Iso(days.GetDateTime(row)),
        TimestampArray stamps => Stamps(stamps),
        _ => Texts("date", column),
    };

    /// <summary>Midnight in another zone is another date in UTC, so only a timestamp without zone says a session.</summary>
    private static Func<int, string?> Stamps(TimestampArray stamps)
    {
        var zone = ((TimestampType)stamps.Data.DataType).Timezone ?? "";
        return ZonesOfPlainDates.Contains(zone) ? row => Iso(stamps.GetTimestamp(row)?.UtcDateTime)
            : throw new DataUnfitException($"column date is a timestamp in {zone}; expected a date, or a timestamp without time zone");
    }

    private static Func<int, string?> Words(string name, DictionaryArray column)
    {
        var words = Texts(name, column.Dictionary);
        var shared = Enumerable.Range(0, column.Dictionary.Length).Select(words).ToArray();
        Func<int, int> code = column.Indices switch
        {
            Int8Array a => row => a.Values[row],
            UInt8Array a => row => a.Values[row],
            Int16Array a => row => a.Values[row],
            UInt16Array a => row => a.Values[row],
            Int32Array a => row => a.Values[row],
            UInt32Array a => row => checked((int)a.Values[row]),
            var a => throw WrongType(name, a, "dictionary codes of at most 32 bits"),
        };
        return row => column.Indices.IsNull(row) ? null : shared[code(row)];
    }

    private static (long, string?) Whole(long? volume) => volume is { } v ? (v, null) : (0, "volume is empty");

    private static (long, string?) Whole(decimal? volume)
    {
        if (volume is not { } number) return (0, "volume is empty");
        return VolumeText.Fault(number, out var whole) is { } fault ? (0, Text($"volume {number} {fault}")) : (whole, null);
    }

    private static (long, string?) Whole(double? volume) => volume switch
    {
        null => (0, "volume is empty"),
        { } v when !double.IsFinite(v) => (0, Text($"volume {v} is not finite")),
        { } v when v != Math.Truncate(v) => (0, Text($"volume {v} is not whole")),
        { } v when Math.Abs(v) >= 9223372036854775808.0 => (0, Text($"volume {v} does not fit 64 bits")),
        { } v => ((long)v, null),
    };

    private static string? Iso(DateTime? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static DataUnfitException WrongType(string name, IArrowArray column, string expected) =>
        new($"column {name} is of type {column.Data.DataType.Name}; expected {expected}");
}
