using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class PartStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly DataLake lake;

    public PartStoreTests()
    {
        lake = new DataLake(folder["lake"], clock, workers: 1, Catalogue.Standard.FeatureSchema);
        lake.Begin("first");
    }

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_part_is_found_by_its_fingerprint_alone_and_the_same_rows_are_the_same_files()
    {
        var (store, receipt) = (new PartStore(lake), await WriteAsync("one", "AAA"));
        store.Find("one").ShouldBe(receipt);
        store.Find("two").ShouldBeNull();
        (await WriteAsync("two", "AAA")).Features.ShouldBe(receipt.Features);
        (receipt.Features!.Rows, receipt.Structures!.FirstSymbol, receipt.Structures.Rows).ShouldBe((5, "AAA", 1));
    }

    [Fact]
    public async Task A_part_without_bars_has_a_receipt_and_no_file()
    {
        var receipt = await new PartStore(lake).WriteAsync("none", AsyncEnumerable.Empty<Apache.Arrow.RecordBatch>(), () => [], null, default);
        (receipt.Features, receipt.Structures).ShouldBe((null, null));
        new PartStore(lake).Find("none").ShouldBe(receipt);
    }

    [Fact]
    public async Task Rows_for_breadth_are_read_from_a_day_on_and_their_file_is_one_of_the_part()
    {
        BreadthRow[] rows = [.. Enumerable.Range(16_500, 3).Select(day => new BreadthRow("AAA", day)
        {
            Close = 10, Sma50 = 9.5, Sma200 = double.NaN, Change = day - 16_501, IsHigh = day == 16_501, IsLow = day == 16_502, Stage = 2, Bucket = 3,
        })];
        var store = new PartStore(lake);
        var receipt = await store.WriteAsync("one", AsyncEnumerable.Empty<Apache.Arrow.RecordBatch>(), () => [], (Day.Date(16_499), rows), default);
        store.Find("one").ShouldBe(receipt);
        (await store.BreadthAsync(receipt, Day.Date(16_501), default)).ShouldBe(rows[1..]);
        File.Delete(Path.Combine(lake.Folder, receipt.Breadth!.Path));
        store.Find("one").ShouldBeNull();
    }

    [Fact]
    public async Task Files_of_parts_are_spared_for_seven_days_and_deleted_with_their_receipt()
    {
        var receipt = await WriteAsync("one", "AAA");
        clock.Advance(TimeSpan.FromDays(6.9));
        lake.Sweep(TimeSpan.FromHours(1)).ShouldBe(0);
        new PartStore(lake).Find("one").ShouldBe(receipt);
        clock.Advance(TimeSpan.FromDays(0.2));
        lake.Sweep(TimeSpan.FromHours(1)).ShouldBe(2);
        new PartStore(lake).Find("one").ShouldBeNull();
        Directory.GetFiles(Path.Combine(lake.Folder, "parts", "features")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_in_any_order_are_committed_in_symbol_order_and_once()
    {
        var (b, a) = (await WriteAsync("b", "BBB"), await WriteAsync("a", "AAA"));
        var commit = lake.Begin("run");
        commit.Replace(lake.Features, [b.Features!, a.Features!]).ShouldBeTrue();
        commit.Publish().Of("features").Select(f => f.FirstSymbol).ShouldBe(["AAA", "BBB"]);
        lake.Begin("again").Replace(lake.Features, [a.Features!, b.Features!]).ShouldBeFalse();
    }

    private Task<PartReceipt> WriteAsync(string fingerprint, string symbol)
    {
        var features = new Features(Series.Of(symbol, Series.Walk(1, 300)), keep: 5);
        return new PartStore(lake).WriteAsync(fingerprint, new[] { features.Batch }.ToAsyncEnumerable(),
            () => [new PriceStructure(symbol, 16_500, PriceStructure.GapUp, 16_400) { Price = 10 }], null, default);
    }
}
