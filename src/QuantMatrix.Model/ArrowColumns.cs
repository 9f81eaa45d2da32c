using System.Text;
using Apache.Arrow.Types;
using Apache.Arrow;
using CommunityToolkit.HighPerformance;

namespace QuantMatrix.Model;

/// <summary>Arrow arrays over existing memory, without copying numbers.</summary>
public static class ArrowColumns
{
    /// <summary>The type of dictionary-encoded text.</summary>
    public static readonly DictionaryType Text = new(Int32Type.Default, StringType.Default, ordered: false);

    /// <summary>A column of a bulk table, where text is dictionary-encoded.</summary>
    public static Field Field(string name, ColumnType type, bool nullable) => new(name, type == ColumnType.Text ? Text : TypeMap.Of(type).Arrow, nullable);

    /// <summary>Shares <paramref name="values"/>; NaN becomes NULL.</summary>
    public static DoubleArray Doubles(Memory<double> values)
    {
        var (validity, nulls) = Validity(values.Span);
        return new DoubleArray(new ArrowBuffer(values.AsBytes()), validity, values.Length, nulls, 0);
    }

    /// <summary>Shares <paramref name="days"/>, days since 1970-01-01.</summary>
    public static Date32Array Dates(Memory<int> days) => new(new ArrowBuffer(days.AsBytes()), ArrowBuffer.Empty, days.Length, 0, 0);

    /// <summary>Days since 1970-01-01; null becomes NULL.</summary>
    public static Date32Array Dates(IReadOnlyList<int?> days)
    {
        var builder = new Date32Array.Builder();
        foreach (var day in days) _ = day is { } known ? builder.Append(Day.Date(known)) : builder.AppendNull();
        return builder.Build();
    }

    /// <summary>Shares <paramref name="values"/>.</summary>
    public static Int64Array Longs(Memory<long> values) => new(new ArrowBuffer(values.AsBytes()), ArrowBuffer.Empty, values.Length, 0, 0);

    /// <summary>Shares <paramref name="values"/>.</summary>
    public static Int32Array Counts(Memory<int> values) => new(new ArrowBuffer(values.AsBytes()), ArrowBuffer.Empty, values.Length, 0, 0);

    /// <summary>Plain text, one value per row, in managed memory: it stays valid after a batch is disposed.</summary>
    public static StringArray Texts(IEnumerable<string> values)
    {
        List<string> texts = [.. values];
        var ends = new int[texts.Count + 1];
        for (var i = 0; i < texts.Count; i++) ends[i + 1] = ends[i] + Encoding.UTF8.GetByteCount(texts[i]);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(texts));
        return new StringArray(texts.Count, new ArrowBuffer(ends.AsMemory().AsBytes()), new ArrowBuffer(bytes), ArrowBuffer.Empty, 0, 0);
    }

    /// <summary>Dictionary-encoded text; shares both, each of <paramref name="codes"/> is an index into <paramref name="words"/>.</summary>
    public static DictionaryArray Dictionary(Memory<int> codes, StringArray words) =>
        new(Text, new Int32Array(new ArrowBuffer(codes.AsBytes()), ArrowBuffer.Empty, codes.Length, 0, 0), words);

    /// <summary>Dictionary-encoded text, with the dictionary in order of first use.</summary>
    public static DictionaryArray Dictionary(ReadOnlySpan<string> values)
    {
        var (codes, codeOf) = (new int[values.Length], new Dictionary<string, int>());
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0 && (object)values[i] == values[i - 1]) codes[i] = codes[i - 1];
            else if (!codeOf.TryGetValue(values[i], out codes[i])) codeOf.Add(values[i], codes[i] = codeOf.Count);
        }
        return Dictionary(codes, Texts(codeOf.Keys));
    }

    private static (ArrowBuffer Bits, int Nulls) Validity(ReadOnlySpan<double> values)
    {
        var nulls = 0;
        foreach (var v in values) nulls += double.IsNaN(v) ? 1 : 0;
        if (nulls == 0) return (ArrowBuffer.Empty, 0);
        var bits = new byte[(values.Length + 7) / 8];
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i])) bits[i >> 3] |= (byte)(1 << (i & 7));
        return (new ArrowBuffer(bits), nulls);
    }
}
