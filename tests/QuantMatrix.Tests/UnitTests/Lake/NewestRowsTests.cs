using Apache.Arrow;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>The cache's rows taken from the engine are those that a query of the stored features returns.</summary>
public sealed class NewestRowsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly DataLake lake;
    private readonly NewestRows newest = new();

    public NewestRowsTests() => lake = new(folder.Path, TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema);

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Rows_kept_on_the_way_to_the_lake_equal_those_read_back(int keep)
    {
        var stored = await StoreAsync(Batches(keep));
        var kept = newest.ToBatch()!;
        (kept.Length, kept.ColumnCount).ShouldBe((5, stored!.ColumnCount));
        for (var c = 0; c < stored.ColumnCount; c++)
        {
            kept.Schema.GetFieldByIndex(c).Name.ShouldBe(stored.Schema.GetFieldByIndex(c).Name);
            Values(kept.Column(c)).ShouldBe(Values(stored.Column(c)), stored.Schema.GetFieldByIndex(c).Name);
        }
    }

    [Fact]
    public async Task Without_any_batch_there_is_no_row()
    {
        (await StoreAsync(AsyncEnumerable.Empty<RecordBatch>())).ShouldBeNull();
        newest.ToBatch().ShouldBeNull();
    }

    /// <summary>Long and short histories, in two batches whose memory the engine reuses.</summary>
    private static async IAsyncEnumerable<RecordBatch> Batches(int keep)
    {
        await Task.Yield();
        var engine = new Engine(Catalogue.Standard, Series.MarketContext);
        var bars = Series.Join(
            Series.Of("AAA", Series.Walk(1, 700)), Series.Of("BBB", Series.Walk(2, 30)), Series.Of("CCC", Series.Walk(3, 1)),
            Series.Of("DDD", Series.Walk(4, 300)), Series.Of("EEE", Series.Flat(260)));
        foreach (var symbols in (Range[])[0..3, 3..5])
            using (var batch = engine.Compute(bars, symbols, keep)) yield return batch;
    }

    private async Task<RecordBatch?> StoreAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        var commit = lake.Begin("run");
        await commit.ReplaceAsync(lake.Features, newest.KeepAsync(batches), default);
        return await lake.TableAsync(commit.Publish(), FeatureTable.Newest(lake.Features), default);
    }

    private static IEnumerable<object?> Values(IArrowArray column) => Enumerable.Range(0, column.Length).Select(row => column switch
    {
        DoubleArray numbers => numbers.GetValue(row),
        Int64Array numbers => numbers.GetValue(row),
        Int32Array numbers => numbers.GetValue(row),
        Date32Array days => days.GetDateOnly(row),
        BooleanArray flags => flags.GetValue(row),
        StringArray texts => (object?)texts.GetString(row),
        _ => throw new NotSupportedException(column.GetType().Name),
    });
}
