using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Tests.UnitTests.Indicators;
using QuantMatrix.Tests.UnitTests.Lake;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>Values across symbols where a membership ended: B left the index, F never had a bar; A, C and E are tracked.</summary>
public sealed class RankComputationTests : IDisposable
{
    private const int Sessions = 300, Kept = 5;

    private static readonly string[] Tracked = ["A", "C", "E"];

    private readonly TempFolder folder = new();
    private readonly DataLake lake;

    public RankComputationTests() => lake = new(folder["lake"], TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema);

    private static DateOnly Last => Series.Sessions().ElementAt(Sessions - 1);

    /// <summary>The second of the sessions kept.</summary>
    private static DateOnly Left => Series.Calendar.Back(Last, Kept - 2);

    [Fact]
    public async Task A_former_member_counts_until_it_left()
    {
        var parts = await PartsAsync();
        (await CountedAsync(parts)).Where(b => b.Index == "BIG").Select(b => b.Members).ShouldBe([4, 3, 3, 3, 3]);
        var result = await RanksAsync(parts);
        result.Ranks.Of("B").Select(r => Day.Date(r.Day)).ShouldBe([Series.Calendar.Back(Last, Kept - 1)]);
        foreach (var symbol in Tracked) result.Ranks.Of(symbol).Count.ShouldBe(Kept);
    }

    [Fact]
    public async Task The_bars_of_tracked_symbols_are_read_once_for_both_passes()
    {
        var parts = await PartsAsync();
        await RanksAsync(parts);
        foreach (var file in Directory.GetFiles(folder["lake"], "*.parquet", SearchOption.AllDirectories)) File.Delete(file);
        var rows = new Dictionary<string, int>();
        await foreach (var bars in parts.SelectAsync(Tracked, again: false, () => 0, (_, bars, _) => Counted(bars), new Progress<JobProgress>(), default))
            foreach (var (symbol, count) in bars) rows.Add(symbol, count);
        rows.ShouldBe(Tracked.ToDictionary(s => s, _ => Sessions));
        await Should.ThrowAsync<Exception>(parts.BenchmarkAsync("B", default));
    }

    [Theory]
    [InlineData(Kept, true)]
    [InlineData(Kept + 1, true)]
    [InlineData(Kept - 1, false)]
    public async Task The_rows_of_a_part_are_counted_without_its_bars_unless_they_begin_later(int sessions, bool isTaken)
    {
        var parts = await PartsAsync();
        var (from, rows) = (Series.Calendar.Back(Last, sessions - 1), new List<BreadthRow>());
        string[] all = [.. Tracked, "B"];
        await new BreadthComputation(Series.MarketContext, Day.Of(from), rows.AddRange).CompleteAsync(parts, all, new Progress<JobProgress>(), default);
        var receipt = await new PartStore(lake).WriteAsync("part", AsyncEnumerable.Empty<Apache.Arrow.RecordBatch>(), () => [], (from, rows), default);
        var expected = await CountedAsync(parts);
        var prices = Directory.GetFiles(Path.Combine(folder["lake"], "price_data"), "*.parquet", SearchOption.AllDirectories);
        if (isTaken) foreach (var file in prices) File.Delete(file);
        (await CountedAsync(parts, receipt, all)).ShouldBe(expected);
    }

    /// <summary>Counts the sessions kept.</summary>
    /// <param name="taken">A part with the rows of some symbols.</param>
    private async Task<IReadOnlyList<MarketBreadth>> CountedAsync(SymbolParts parts, PartReceipt? taken = null, params string[] symbols)
    {
        var counter = new BreadthCounter(symbol => Members.CountedOf(symbol, Tracked.ToHashSet()));
        var breadth = new BreadthComputation(Series.MarketContext, Day.Of(Series.Calendar.Back(Last, Kept - 1)), counter.Add);
        if (taken is not null) await breadth.AddAsync(new(lake), taken, symbols, default);
        await breadth.CompleteAsync(parts, taken is null ? Tracked.Union(Members.Symbols) : symbols, new Progress<JobProgress>(), default);
        return counter.Rows();
    }

    private static List<(string, int)> Counted(Bars bars) => [.. bars.Symbols.Select((s, i) => (s, bars.Days[bars.RowsOf(i)].Length))];

    private async Task<SymbolParts> PartsAsync()
    {
        var commit = lake.Begin("test");
        await lake.StoreAsync(commit, Series.Join(Tracked.Append("B").Select((s, i) => Series.Of(s, Series.Walk(i, Sessions)))));
        commit.Publish();
        return new(lake, lake.Current(), workers: 2, batchSize: 1) { To = Last };
    }

    private static IndexMembers Members => new(
        [.. Tracked.Select(s => new Membership("BIG", s, First, null)), new("BIG", "B", First, Left), new("BIG", "F", First, Left)]);

    private static DateOnly First => new(2015, 1, 2);

    private static Task<ComputedRanks> RanksAsync(SymbolParts parts) =>
        new RankComputation(parts, Series.MarketContext, Members).RanksAsync(Tracked.ToHashSet(), Kept, new Progress<JobProgress>(), default);

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }
}
