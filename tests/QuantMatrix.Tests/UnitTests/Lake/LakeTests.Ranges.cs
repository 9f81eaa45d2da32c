using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>Years of more bars than a file holds.</summary>
public sealed partial class LakeTests
{
    private static readonly Lazy<Bar[]> OfAYear = new(() => [.. Series.Walk(3, 252)]);

    [Fact]
    public async Task A_large_year_is_written_by_symbol_range_and_a_change_rewrites_only_the_file_of_its_symbol()
    {
        await Merge(Large());
        var before = Files();
        before.Select(f => $"{f.FirstSymbol} {f.LastSymbol} {f.IsBase}").ShouldBe(["AA OZ2 True", "PA ZZ2 True"]);
        before.ShouldAllBe(f => f.Rows <= SymbolRanges.MostRows);

        var changed = OfAYear.Value.ToArray();
        changed[9] = changed[9] with { Volume = 5 };
        (await Merge(Series.Of("QQ", changed))).ShouldBe(new MergeCount(0, 1, 251));
        Files().Except(before).ShouldHaveSingleItem().FirstSymbol.ShouldBe("PA");
        (await Rows("SELECT count(*), count(*) FILTER (volume = 5), max(symbol) FILTER (volume = 5) FROM price_data")).ShouldBe([$"{Large().Count} 1 QQ"]);
    }

    [Fact]
    public async Task A_changed_bar_of_a_delta_rewrites_the_delta_alone()
    {
        var bars = Series.Walk(1, 40).ToArray();
        await Merge(Series.Of("AAA", bars[..39]), Series.Of("BBB", bars[..39]));
        await Merge(Series.Of("AAA", bars), Series.Of("BBB", bars));
        var (first, delta) = (Files()[0], Files()[1]);
        bars[39] = bars[39] with { Volume = 5 };
        await Merge(Series.Of("BBB", bars));
        Files().Select(f => (f == first, f == delta, f.Rows, f.IsBase)).ShouldBe([(true, false, 78, true), (false, false, 2, false)]);
        (await Rows("SELECT symbol FROM price_data WHERE volume = 5")).ShouldBe(["BBB"]);
    }

    [Fact]
    public async Task Writers_of_different_symbols_both_publish_and_those_of_one_do_not()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)), Series.Of("MMM", Series.Walk(2, 30)), Series.Of("ZZZ", Series.Walk(3, 30)));
        var (first, second, third) = (lake.Begin("first"), lake.Begin("second"), lake.Begin("third"));
        await lake.StoreAsync(first, Series.Of("BBB", Series.Walk(4, 30)));
        await lake.StoreAsync(second, Series.Of("CCC", Series.Walk(5, 30)));
        await lake.StoreAsync(third, Series.Of("BBB", Series.Walk(4, 31)));
        first.Publish();
        second.Publish();
        Should.Throw<TemporaryException>(() => third.Publish()).Message.ShouldContain("run second changed price_data 2015 meanwhile");
        (await Stored()).Symbols.ShouldBe(["AAA", "BBB", "CCC", "MMM", "ZZZ"]);
    }

    [Fact]
    public async Task Compaction_rewrites_the_ranges_that_deltas_touch_and_equals_the_year_written_at_once()
    {
        var bars = Large();
        await Merge(Large(without: "CC"));
        var before = Files();
        await Merge(Series.Of("CC", OfAYear.Value));
        await CompactAsync(0);
        Files().Count.ShouldBe(2);
        Files()[1].ShouldBe(before[1]);
        var compacted = Files();
        (await CompactAsync(0)).ShouldBeEmpty();

        using var other = new DataLake(folder["other"], clock, workers: 1, Catalogue.Standard.FeatureSchema);
        var commit = other.Begin("at once");
        await other.StoreAsync(commit, bars);
        commit.Publish().Of("price_data").ShouldBe(compacted);
    }

    [Fact]
    public async Task A_year_of_the_old_form_is_divided_by_the_next_commit_and_holds_the_same_bars()
    {
        var file = await WholeYearAsync();
        await CommitOnceAsync();
        Files().Select(f => $"{f.FirstSymbol} {f.LastSymbol} {f.IsBase}").ShouldBe(["AA OZ2 True", "PA ZZ2 True"]);
        Files().Sum(f => f.Rows).ShouldBe(file.Rows);
        ShouldHold(await Stored(), Large());
    }

    [Theory]
    [InlineData(Failpoint.LakeBeforeFile, 1)]
    [InlineData(Failpoint.LakeAfterFile, 2)]
    [InlineData(Failpoint.LakeBeforeManifest, 1)]
    [InlineData(Failpoint.LakeManifestLinked, 1)]
    [InlineData(Failpoint.LakeAfterManifest, 1)]
    [InlineData(Failpoint.LakeBeforeViews, 1)]
    public async Task A_division_that_ends_anywhere_leaves_every_bar_and_is_completed_by_the_next_commit(Failpoint point, int time)
    {
        await WholeYearAsync();
        var reached = 0;
        Failpoints.Armed = p =>
        {
            if (p == point && ++reached == time) throw new IOException("the disk is full");
        };
        await Should.ThrowAsync<IOException>(CommitOnceAsync);
        Failpoints.Armed = null;
        (await Stored()).Count.ShouldBe(Large().Count);
        await CommitOnceAsync();
        Files().Count.ShouldBe(2);
        ShouldHold(await Stored(), Large());
    }

    [Fact]
    public async Task A_reader_sees_every_bar_once_while_files_are_rewritten_and_joined()
    {
        var bars = Series.Walk(1, 60).ToArray();
        await Merge(Series.Of("AAA", bars[..40]), Series.Of("BBB", bars.Select(b => b with { Volume = 40 })));
        var writing = Task.Run(async () =>
        {
            for (var n = 41; n <= 60; n++)
            {
                await Merge(Series.Of("AAA", bars[..n]), Series.Of("BBB", bars.Select(b => b with { Volume = n })));
                await CompactAsync(3);
            }
        });
        do
        {
            using var reader = new DataLake(folder["lake"], clock, workers: 1, Catalogue.Standard.FeatureSchema);
            var seen = await reader.BarsAsync(reader.Current(), new BarRange(), default);
            seen.Symbols.ShouldBe(["AAA", "BBB"]);
            (seen.Starts[1] is >= 40 and <= 60, seen.Starts[2] - seen.Starts[1]).ShouldBe((true, 60));
            seen.Volume[seen.RowsOf(1)].ToArray().Distinct().ShouldHaveSingleItem();
        }
        while (!writing.IsCompleted);
        await writing;
    }

    /// <summary>26 × 52 symbols of 252 bars: more than one file holds.</summary>
    private static Bars Large(string without = "")
    {
        var bars = new BarsBuilder();
        for (var a = 'A'; a <= 'Z'; a++)
            for (var b = 'A'; b <= 'Z'; b++)
                foreach (var symbol in new[] { $"{a}{b}", $"{a}{b}2" }.Where(s => s != without))
                    foreach (var bar in OfAYear.Value) bars.Add(symbol, bar, "test");
        return bars.Build();
    }

    private List<LakeFile> Files() => [.. lake.Current().Of("price_data")];

    /// <summary>Stores all bars as older versions did.</summary>
    private async Task<LakeFile> WholeYearAsync()
    {
        lake.Begin("old");
        var file = (await lake.WriteAsync(PriceData.Table, 2015, PriceData.ToArrow(Large()), default))!;
        lake.Log.TryCommit(Manifest.Empty with { Version = 1, Run = "old", Files = [file], CommittedAt = clock.GetUtcNow() }).ShouldBeTrue();
        return file;
    }

    private async Task CommitOnceAsync()
    {
        var commit = lake.Begin("new");
        await commit.CompactAsync(15, default);
        commit.Publish();
    }

    private async Task<IReadOnlyList<int>> CompactAsync(int maxDeltas)
    {
        var commit = lake.Begin("compact");
        var years = await commit.CompactAsync(maxDeltas, default);
        commit.Publish();
        return years;
    }
}
