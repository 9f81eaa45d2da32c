using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>Tables beside the bars, views, and commits that must be refused.</summary>
public sealed partial class LakeTests
{
    [Fact]
    public async Task Rows_once_quarantined_are_not_added_again()
    {
        var commit = lake.Begin("r1");
        (await commit.QuarantineAsync(Rejected(3, 4), default)).ShouldBe(2);
        commit.Publish();
        commit = lake.Begin("r2");
        (await commit.QuarantineAsync(Rejected(3, 4, 5), default)).ShouldBe(1);
        commit.Publish();
        (await Rows("SELECT line, run_id FROM quarantine ORDER BY line")).ShouldBe(["3 r1", "4 r1", "5 r2"]);
    }

    [Fact]
    public async Task Features_that_are_the_same_are_not_committed_again()
    {
        (await Replace(5)).ShouldBeTrue();
        (await Replace(5)).ShouldBeFalse();
        (await Replace(6)).ShouldBeTrue();
        lake.Current().Rows("features").ShouldBe(6);

        async Task<bool> Replace(int keep)
        {
            var commit = lake.Begin("r");
            var features = new Features(Series.Of("AAA", Series.Walk(1, 300)), keep);
            var changed = await commit.ReplaceAsync(lake.Features, new[] { features.Batch }.ToAsyncEnumerable(), default);
            commit.Publish();
            return changed;
        }
    }

    [Fact]
    public async Task Features_keep_every_value_and_every_null()
    {
        var features = new Features(Series.Of("AAA", Series.Walk(1, 230)));
        var commit = lake.Begin("r");
        await commit.ReplaceAsync(lake.Features, new[] { features.Batch }.ToAsyncEnumerable(), default);
        commit.Publish();
        foreach (var column in Catalogue.Standard.Columns.Where(c => c.Unit is not (Unit.Label or Unit.Flag)))
            (await Rows($"SELECT {column.Name} FROM features ORDER BY date"))
                .ShouldBe(features.Of("AAA", column.Name).Select(v => double.IsNaN(v) ? "" : v.ToString("R")), column.Name);
        (await Rows("SELECT ma_bucket, ma_aligned FROM features ORDER BY date")).Distinct().ShouldContain("UNKNOWN ");
    }

    [Fact]
    public async Task Any_DuckDB_sees_the_tables_through_the_views_file()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(lake.Folder, "views.sql"));
        command.ExecuteNonQuery();
        command.CommandText = """
            SELECT concat_ws(' ',
                (SELECT count(*) FROM price_data WHERE interval = '1d'), (SELECT count(*) FROM features), (SELECT count(*) FROM corporate_actions))
            """;
        command.ExecuteScalar().ShouldBe("30 0 0");
    }

    [Fact]
    public async Task A_writer_whose_partition_was_changed_meanwhile_publishes_nothing()
    {
        var (first, second) = (lake.Begin("first"), lake.Begin("second"));
        await lake.StoreAsync(first, Series.Of("AAA", Series.Walk(1, 30)));
        await lake.StoreAsync(second, Series.Of("AAA", Series.Walk(1, 30)));
        first.Publish();
        Should.Throw<TemporaryException>(() => second.Publish()).Message
            .ShouldContain("run first changed price_data 2015 meanwhile; run second published nothing");
        (await Stored()).Count.ShouldBe(30);
    }

    [Fact]
    public async Task Writers_of_different_tables_both_publish()
    {
        var (bars, rejects) = (lake.Begin("bars"), lake.Begin("rejects"));
        await lake.StoreAsync(bars, Series.Of("AAA", Series.Walk(1, 30)));
        await rejects.QuarantineAsync(Rejected(3), default);
        bars.Publish();
        rejects.Publish();
        (lake.Current().Rows("price_data"), lake.Current().Rows("quarantine")).ShouldBe((30, 1));
    }

    [Fact]
    public async Task A_file_that_would_store_a_key_twice_is_refused()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        var file = await lake.WriteAsync(PriceData.Table, 2015, PriceData.ToArrow(Series.Of("AAA", Series.Walk(2, 35).Skip(29))), default);
        Should.Throw<DataUnfitException>(() => lake.RequireUniqueKeys([.. lake.Current().Files], file!)).Message.ShouldContain("is already stored");
    }

    [Fact]
    public async Task A_manifest_that_names_a_missing_file_is_an_error_that_says_which()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        var file = lake.Current().Files[0];
        File.Delete(Path.Combine(lake.Folder, file.Path));
        var fault = Should.Throw<DataUnfitException>(() => lake.Begin("next")).Message;
        fault.ShouldContain(file.Path);
        fault.ShouldContain("no such file");
    }

    [Fact]
    public async Task A_lake_that_lost_its_manifest_is_an_error_not_an_empty_lake()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        foreach (var manifest in Directory.EnumerateFiles(lake.Folder, "manifest*.json")) File.Delete(manifest);
        Should.Throw<DataUnfitException>(() => lake.Current()).Message.ShouldContain("manifest.json: missing");
    }
}
