using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Apache.Arrow;
using CommunityToolkit.HighPerformance;
using Parquet.Schema;
using Parquet;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using ArrowField = Apache.Arrow.Field;

namespace QuantMatrix.Lake;

/// <summary>Writes one Parquet file: first as a draft in its folder, then renamed to the hash of its bytes. Equal batches always give the same file.</summary>
internal sealed class ParquetFileWriter : IAsyncDisposable
{
    /// <summary>Rows per row group: small enough to read one symbol of a year without the rest.</summary>
    public const int RowGroup = 20_480;

    /// <summary>Digits of the content's SHA-256 in the name of a file.</summary>
    public const int HashDigits = 32;

    private static readonly ParquetOptions Plain = Options(CompressionMethod.Snappy), Archive = Options(CompressionMethod.Zstd);

    private readonly string lake;
    private readonly string folder;
    private readonly string draft;
    private readonly LakeTable table;
    private readonly int year;
    private readonly DataField[] fields;
    private readonly FileStream stream;
    private readonly KeyRange keys = new();
    private ParquetWriter? writer;
    private long rows;

    public ParquetFileWriter(string lake, LakeTable table, int year)
    {
        (this.lake, this.table, this.year) = (lake, table, year);
        folder = Path.Combine(lake, table.Name, table.PartitionFolder(year));
        Directory.CreateDirectory(folder);
        draft = Path.Combine(folder, $"{Guid.NewGuid():N}.parquet.tmp");
        stream = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        fields = [.. table.Schema.FieldsList.Select(ParquetColumns.Of)];
    }

    /// <summary>Appends a batch of the table's schema.</summary>
    public async Task AddAsync(RecordBatch batch, CancellationToken ct)
    {
        writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, table.IsArchive ? Archive : Plain, cancellationToken: ct);
        for (var start = 0; start < batch.Length; start += RowGroup)
        {
            ct.ThrowIfCancellationRequested();
            var count = Math.Min(RowGroup, batch.Length - start);
            using var group = writer.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++) await ParquetColumns.WriteAsync(group, fields[c], batch.Column(c), start, count);
        }
        rows += batch.Length;
        keys.Add(batch);
    }

    /// <summary>Completes and renames the file; null when no row was added.</summary>
    public async Task<LakeFile?> FinishAsync(CancellationToken ct)
    {
        if (rows == 0) return null;
        await writer!.DisposeAsync();
        writer = null;
        stream.Flush(flushToDisk: true);
        stream.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
        var path = Path.Combine(folder, $"{hash[..HashDigits]}.parquet");
        var bytes = stream.Length;
        await stream.DisposeAsync();
        Failpoint.LakeBeforeFile.Reach();
        File.Move(draft, path, overwrite: true);
        Failpoint.LakeAfterFile.Reach();
        return new LakeFile(table.Name, Path.GetRelativePath(lake, path), year, rows, bytes, hash,
            keys.FirstSymbol, keys.LastSymbol, keys.FirstDate, keys.LastDate)
        { Form = table.Form };
    }

    private static ParquetOptions Options(CompressionMethod compression) => new()
    {
        CompressionMethod = compression, CompressionLevel = CompressionLevel.Optimal,
        ColumnEncodingHints = { [BarField.Symbol] = EncodingHint.Dictionary, [BarField.Source] = EncodingHint.Dictionary },
    };

    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await stream.DisposeAsync();
        File.Delete(draft);
    }
}

/// <summary>Lowest and highest symbol and date of the batches seen, for tables keyed by (symbol, date).</summary>
internal sealed class KeyRange
{
    public string FirstSymbol { get; private set; } = "";

    public string LastSymbol { get; private set; } = "";

    public DateOnly? FirstDate { get; private set; }

    public DateOnly? LastDate { get; private set; }

    public void Add(RecordBatch batch)
    {
        if (batch.Length == 0) return;
        if (batch.Column(0) is DictionaryArray { Indices: Int32Array codes, Dictionary: StringArray symbols })
            Add(symbols.GetString(codes.Values[0]), symbols.GetString(codes.Values[^1]));
        if (batch.Column(1) is Date32Array days) Add(days.Values);
    }

    private void Add(string first, string last)
    {
        if (FirstSymbol.Length == 0 || string.CompareOrdinal(first, FirstSymbol) < 0) FirstSymbol = first;
        if (string.CompareOrdinal(last, LastSymbol) > 0) LastSymbol = last;
    }

    private void Add(ReadOnlySpan<int> days)
    {
        var (oldest, newest) = (int.MaxValue, int.MinValue);
        foreach (var day in days) (oldest, newest) = (Math.Min(oldest, day), Math.Max(newest, day));
        if (FirstDate is null || Day.Date(oldest) < FirstDate) FirstDate = Day.Date(oldest);
        if (LastDate is null || Day.Date(newest) > LastDate) LastDate = Day.Date(newest);
    }
}

/// <summary>Writes Arrow columns as Parquet columns, one row group at a time; numbers without NULLs are passed on without a copy.</summary>
internal static class ParquetColumns
{
    public static DataField Of(ArrowField field) => new(field.Name, TypeMap.Of(field.DataType).Parquet, field.IsNullable);

    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, IArrowArray column, int start, int count) => column switch
    {
        DictionaryArray words => group.WriteAsync(field, Words(words, start, count), null),
        StringArray texts => group.WriteAsync(field, Texts(texts, start, count), null),
        Date32Array days => WriteAsync<DateOnly>(group, field, Dates(days, start, count), days, start),
        DoubleArray numbers => WriteAsync(group, field, Memory<double>(numbers, start, count), numbers, start),
        Int64Array numbers => WriteAsync(group, field, Memory<long>(numbers, start, count), numbers, start),
        Int32Array numbers => WriteAsync(group, field, Memory<int>(numbers, start, count), numbers, start),
        BooleanArray flags => WriteAsync<bool>(group, field, Flags(flags, start, count), flags, start),
        _ => throw new NotSupportedException($"column '{field.Name}': {column.GetType().Name}"),
    };

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, ReadOnlyMemory<T> values, Apache.Arrow.Array column, int start)
        where T : struct =>
        field.IsNullable ? group.WriteAsync<T>(field, Nullable(values.Span, column, start)) : group.WriteAsync(field, values);

    private static T?[] Nullable<T>(ReadOnlySpan<T> values, Apache.Arrow.Array column, int start) where T : struct
    {
        var to = new T?[values.Length];
        for (var i = 0; i < to.Length; i++) to[i] = column.IsValid(start + i) ? values[i] : null;
        return to;
    }

    private static ReadOnlyMemory<T> Memory<T>(PrimitiveArray<T> column, int start, int count) where T : unmanaged, IEquatable<T> =>
        MemoryMarshal.AsMemory(column.ValueBuffer.Memory).Cast<byte, T>().Slice(column.Offset + start, count);

    private static DateOnly[] Dates(Date32Array days, int start, int count)
    {
        var to = new DateOnly[count];
        var from = days.Values.Slice(start, count);
        for (var i = 0; i < count; i++) if (days.IsValid(start + i)) to[i] = Day.Date(from[i]); // the value of a NULL may be no date
        return to;
    }

    private static bool[] Flags(BooleanArray flags, int start, int count)
    {
        var to = new bool[count];
        for (var i = 0; i < count; i++) to[i] = flags.GetValue(start + i) ?? false;
        return to;
    }

    private static string?[] Words(DictionaryArray column, int start, int count)
    {
        var dictionary = (StringArray)column.Dictionary;
        var codes = ((Int32Array)column.Indices).Values.Slice(start, count);
        var words = Texts(dictionary, 0, dictionary.Length);
        var to = new string?[count];
        for (var i = 0; i < count; i++) to[i] = column.IsNull(start + i) ? null : words[codes[i]];
        return to;
    }

    private static string?[] Texts(StringArray column, int start, int count)
    {
        var to = new string?[count];
        for (var i = 0; i < count; i++) to[i] = column.GetString(start + i);
        return to;
    }
}
