using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed partial class LakeTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));
    private readonly DataLake lake;

    public LakeTests() => lake = new DataLake(folder["lake"], clock, workers: 2, Catalogue.Standard.FeatureSchema);

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Bars_come_back_as_they_went_in()
    {
        var bars = Series.Join(Series.Of("BBB", Series.Walk(1, 600)), Series.Of("AAA", Series.Walk(2, 300)), Series.Of("C-D", Series.Gappy(3, 40)));
        (await Merge(bars)).ShouldBe(new MergeCount(bars.Count, 0, 0));
        ShouldHold(await Stored(), bars);
        lake.Current().Of("price_data").Select(f => f.Year).ShouldBe([2015, 2016, 2017]);
    }

    [Fact]
    public async Task The_same_bars_again_change_nothing_and_commit_nothing()
    {
        var bars = Series.Of("AAA", Series.Walk(1, 300));
        await Merge(bars);
        var before = lake.Current();
        (await Merge(bars)).ShouldBe(new MergeCount(0, 0, 300));
        lake.Current().Version.ShouldBe(before.Version);
    }

    [Fact]
    public async Task A_commit_carries_its_token_and_one_with_an_older_token_is_refused()
    {
        lake.Token = 5;
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        FencingToken.Newest(lake.Folder).ShouldBe(5);
        lake.Token = 4;
        (await Should.ThrowAsync<TemporaryException>(() => Merge(Series.Of("BBB", Series.Walk(2, 30))))).Message.ShouldContain(
            "which began later (token 5, this one has 4), has committed meanwhile");
        lake.Token = null;
        await Merge(Series.Of("CCC", Series.Walk(3, 30)));
        FencingToken.Newest(lake.Folder).ShouldBe(5);
        (await Stored()).Symbols.ShouldBe(["AAA", "CCC"]);
    }

    [Fact]
    public async Task A_days_append_is_one_small_file_and_leaves_the_rest_as_it_was()
    {
        var bars = Series.Walk(1, 300).ToArray();
        await Merge(Series.Of("AAA", bars[..299]));
        var before = lake.Current().Files;
        (await Merge(Series.Of("AAA", bars[289..]))).ShouldBe(new MergeCount(1, 0, 10));
        var added = lake.Current().Of("price_data").Except(before).ShouldHaveSingleItem();
        added.Rows.ShouldBe(1);
        before.Except(lake.Current().Files).ShouldBeEmpty();
        ShouldHold(await Stored(), Series.Of("AAA", bars));
    }

    [Fact]
    public async Task A_changed_value_is_replaced_and_its_old_one_kept_in_the_ledger()
    {
        var bars = Series.Walk(1, 300).ToArray();
        await Merge(Series.Of("AAA", bars), Series.Of("BBB", bars));
        bars[20] = bars[20] with { Close = bars[20].Open };
        (await Merge(Series.Of("AAA", bars))).ShouldBe(new MergeCount(0, 1, 299));
        ShouldHold(await Stored(), Series.Join(Series.Of("AAA", bars), Series.Of("BBB", Series.Walk(1, 300))));
        (await Rows("SELECT field, class, provider, old IS NULL, new FROM bar_revisions ORDER BY field")).ShouldBe([
            $"close revision test False {bars[20].Open:R}"]);
    }

    [Fact]
    public async Task A_row_that_did_not_change_keeps_its_source()
    {
        var bars = Series.Walk(1, 30).ToArray();
        await Merge(Series.Of("AAA", bars));
        bars[7] = bars[7] with { Close = bars[7].Open };
        var builder = new BarsBuilder();
        foreach (var bar in bars) builder.Add("AAA", bar, "another");
        await Merge(builder.Build());
        (await Stored()).Source.ToArray().Select((s, i) => s == (i == 7 ? "another" : "test")).ShouldAllBe(right => right);
    }

    [Fact]
    public async Task Versions_beyond_the_kept_ones_are_pruned_only_after_the_grace_period()
    {
        var bars = Series.Walk(1, 80).ToArray();
        for (var n = 1; n <= bars.Length; n++) await Merge(Series.Of("AAA", bars[..n]));
        lake.Sweep(TimeSpan.FromHours(1));
        Directory.GetFiles(lake.Folder, "manifest.*.json").Length.ShouldBe(80);
        clock.Advance(TimeSpan.FromHours(2));
        await Merge(Series.Of("AAA", Series.Walk(1, 81)));
        clock.Advance(TimeSpan.FromHours(2));
        lake.Sweep(TimeSpan.FromHours(1));
        Directory.GetFiles(lake.Folder, "manifest.*.json").Length.ShouldBe(64);
        (await Stored()).Count.ShouldBe(81);
    }

    [Fact]
    public async Task A_late_bar_is_put_in_its_place()
    {
        var bars = Series.Walk(1, 300).ToArray();
        await Merge(Series.Of("AAA", bars.Where((_, i) => i != 100)));
        (await Merge(Series.Of("AAA", bars))).ShouldBe(new MergeCount(1, 0, 299));
        ShouldHold(await Stored(), Series.Of("AAA", bars));
    }

    [Fact]
    public async Task Compaction_joins_files_keeps_every_row_and_is_done_once()
    {
        var bars = Series.Walk(1, 250).ToArray();
        for (var i = 240; i < 250; i++) await Merge(Series.Of("AAA", bars[..(i + 1)]));
        lake.Current().Of("price_data").Count().ShouldBe(10);
        (await Compact()).ShouldBe([2015]);
        var compacted = lake.Current();
        compacted.Of("price_data").ShouldHaveSingleItem().Rows.ShouldBe(250);
        (await Compact()).ShouldBeEmpty();
        lake.Current().Version.ShouldBe(compacted.Version);
        ShouldHold(await Stored(), Series.Of("AAA", bars));

        async Task<IReadOnlyList<int>> Compact()
        {
            var commit = lake.Begin("compact");
            var years = await commit.CompactAsync(maxDeltas: 1, default);
            commit.Publish();
            return years;
        }
    }

    [Fact]
    public async Task Files_no_manifest_names_are_removed_only_after_the_grace_period()
    {
        var bars = Series.Walk(1, 100).ToArray();
        await Merge(Series.Of("AAA", bars));
        bars[0] = bars[0] with { Volume = 1 };
        await Merge(Series.Of("AAA", bars)); // the year's file is replaced
        var files = Directory.EnumerateFiles(lake.Folder, "*.parquet", SearchOption.AllDirectories).ToList();
        files.ForEach(f => File.SetLastWriteTimeUtc(f, clock.GetUtcNow().UtcDateTime));
        lake.Sweep(TimeSpan.FromHours(1)).ShouldBe(0);
        clock.Advance(TimeSpan.FromHours(2));
        lake.Sweep(TimeSpan.FromHours(1)).ShouldBe(1);
        ShouldHold(await Stored(), Series.Of("AAA", bars));
    }

    private async Task<MergeCount> Merge(params Bars[] bars)
    {
        var commit = lake.Begin("run");
        var count = await lake.StoreAsync(commit, Series.Join(bars));
        commit.Publish();
        return count;
    }

    private Task<Bars> Stored() => lake.Reader.WholeAsync(lake.Current().Of("price_data"), new BarRange(), default);

    private async Task<List<string>> Rows(string query)
    {
        var rows = new List<string>();
        await foreach (var batch in lake.QueryAsync(lake.Current(), query, default))
            for (var i = 0; i < batch.Length; i++) rows.Add(string.Join(' ', batch.Arrays.Select(a => Text(a, i))));
        return rows;
    }

    private static string Text(Apache.Arrow.IArrowArray column, int row) => column switch
    {
        Apache.Arrow.StringArray s => s.GetString(row),
        Apache.Arrow.DoubleArray d => d.GetValue(row)?.ToString("R") ?? "",
        Apache.Arrow.BooleanArray b => b.GetValue(row)?.ToString() ?? "",
        Apache.Arrow.Int64Array n => n.GetValue(row)?.ToString() ?? "",
        Apache.Arrow.Int32Array n => n.GetValue(row)?.ToString() ?? "",
        _ => throw new NotSupportedException(column.GetType().Name),
    };

    private static List<RejectedRow> Rejected(params int[] lines) =>
        [.. lines.Select(line => new RejectedRow("AAA", "2015-01-02", "test", "AAA.csv", line, "open is empty", "…"))];

    private static void ShouldHold(Bars actual, Bars expected)
    {
        actual.Symbols.ShouldBe(expected.Symbols);
        actual.Starts.ShouldBe(expected.Starts);
        actual.Days.SequenceEqual(expected.Days).ShouldBeTrue();
        actual.Open.ToArray().ShouldBe(expected.Open.ToArray());
        actual.High.ToArray().ShouldBe(expected.High.ToArray());
        actual.Low.ToArray().ShouldBe(expected.Low.ToArray());
        actual.Close.ToArray().ShouldBe(expected.Close.ToArray());
        actual.AdjClose.ToArray().ShouldBe(expected.AdjClose.ToArray());
        actual.Volume.SequenceEqual(expected.Volume).ShouldBeTrue();
        actual.Source.ToArray().ShouldBe(expected.Source.ToArray());
    }
}
