using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Data;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>A file holds what the batch held, also where columns have NULLs, begin within an array and span row groups.</summary>
public sealed class ParquetFileWriterTests : IDisposable
{
    private const int Rows = ParquetFileWriter.RowGroup + 10;

    private static readonly Schema Columns = new(
        [
            new Field("symbol", StringType.Default, nullable: false),
            new Field("date", Date32Type.Default, nullable: false),
            new Field("known", Date32Type.Default, nullable: true),
            new Field("price", DoubleType.Default, nullable: true),
            new Field("open", BooleanType.Default, nullable: true),
        ],
        metadata: null);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Values_and_NULLs_are_those_of_the_batch_whatever_a_NULL_has_as_value(int offset)
    {
        await using var writer = new ParquetFileWriter(folder.Path, new LakeTable("made", Columns) { PartitionFolder = _ => "" }, 0);
        await writer.AddAsync(Batch(offset), default);
        var file = (await writer.FinishAsync(default))!;
        int[] known = [.. Enumerable.Range(offset, Rows).Where(IsKnown)];
        Read(Path.Combine(folder.Path, file.Path)).ShouldBe(
            [(long)Rows, (long)known.Length, Day.Date(known[0]), Day.Date(known[^1]), (double)known.Sum(n => (long)n), (long)known.Count(n => n % 2 == 0)]);
        (file.Rows, file.FirstDate, file.LastDate).ShouldBe((Rows, Day.Date(offset), Day.Date(offset + Rows - 1)));
    }

    private static bool IsKnown(int row) => row % 3 != 1;

    private static object[] Read(string file)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*), count(known), min(known), max(known), sum(price), count(*) filter (open) from '{file}'";
        using var reader = command.ExecuteReader();
        reader.Read();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)];
    }

    /// <summary>Row n has n as day and price; every third is NULL and has a value that is no date.</summary>
    private static RecordBatch Batch(int offset)
    {
        int[] row = [.. Enumerable.Range(0, offset + Rows)];
        var valid = new ArrowBuffer.BitmapBuilder().AppendRange(row.Select(IsKnown)).Build();
        var nulls = row.Skip(offset).Count(n => !IsKnown(n));
        ArrowBuffer Buffer<T>(IEnumerable<T> values) where T : struct => new ArrowBuffer.Builder<T>().AppendRange(values).Build();
        return new(Columns, [
            new StringArray.Builder().AppendRange(row.Skip(offset).Select(_ => "S")).Build(),
            new Date32Array(Buffer(row), ArrowBuffer.Empty, Rows, 0, offset),
            new Date32Array(Buffer(row.Select(n => IsKnown(n) ? n : int.MaxValue)), valid, Rows, nulls, offset),
            new DoubleArray(Buffer(row.Select(n => IsKnown(n) ? (double)n : double.NaN)), valid, Rows, nulls, offset),
            new BooleanArray(new ArrowBuffer.BitmapBuilder().AppendRange(row.Select(n => n % 2 == 0)).Build(), valid, Rows, nulls, offset),
        ], Rows);
    }
}
