using System.Security.Cryptography;
using Apache.Arrow;
using Parquet.Schema;
using Parquet;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>A Parquet file in the making: written as a draft beside its place, then renamed to the hash of its bytes. The same batches always become the same file.</summary>
internal sealed class ParquetFileWriter : IAsyncDisposable
{
    /// <summary>Rows a row group: small enough to read one symbol of a year without the rest.</summary>
    private const int RowGroup = 20_480;

    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        ColumnEncodingHints = { [BarField.Symbol] = EncodingHint.Dictionary, [BarField.Source] = EncodingHint.Dictionary },
    };

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
        folder = Path.Combine(lake, table.Name, year == 0 ? "" : Path.Combine("interval=1d", $"year={year}"));
        Directory.CreateDirectory(folder);
        draft = Path.Combine(folder, $"{Guid.NewGuid():N}.parquet.tmp");
        stream = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        fields = [.. table.Schema.FieldsList.Select(ParquetColumns.Of)];
    }

    /// <summary>Adds the rows of a batch of the table's schema.</summary>
    public async Task AddAsync(RecordBatch batch, CancellationToken ct)
    {
        writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, Options, cancellationToken: ct);
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

    /// <summary>Ends the file and gives it its name; null when no row was added.</summary>
    public async Task<LakeFile?> FinishAsync(CancellationToken ct)
    {
        if (rows == 0) return null;
        await writer!.DisposeAsync();
        writer = null;
        stream.Flush(flushToDisk: true);
        stream.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
        var path = Path.Combine(folder, $"{hash[..32]}.parquet");
        var bytes = stream.Length;
        await stream.DisposeAsync();
        File.Move(draft, path, overwrite: true);
        return new LakeFile(table.Name, Path.GetRelativePath(lake, path), year, rows, bytes, hash,
            keys.FirstSymbol, keys.LastSymbol, keys.FirstDate, keys.LastDate);
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await stream.DisposeAsync();
        File.Delete(draft);
    }
}
