using DuckDB.NET.Data;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>Where <c>views.sql</c> finds the lake, the published tables and the macros.</summary>
public sealed class ViewsFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Views => folder["first", "lake", "views.sql"];

    [Theory]
    [InlineData("", "first")]
    [InlineData("SET VARIABLE lake = '{0}/first/lake'", "first")]
    [InlineData("SET VARIABLE lake = '{0}/second/lake'", "No files found that match")]
    [InlineData("SET file_search_path = '{0}/second/lake'", "first")]
    public async Task Another_lake_is_never_read_instead(string before, string expected)
    {
        await WriteAsync("first", days: 30);
        await WriteAsync("second", days: 40);
        Read(Views, before, "SELECT count(*) FROM price_data").ShouldContain(expected == "first" ? "30" : expected);
    }

    [Theory]
    [InlineData("SET VARIABLE lake = '{0}/moved/lake'")]
    [InlineData("SET file_search_path = '{0}/moved/lake'")]
    [InlineData("SET file_search_path = '{0}/moved'")]
    [InlineData("SET file_search_path = '{0}'")]
    public async Task A_moved_lake_is_found_and_its_views_are_current(string before)
    {
        await WriteAsync("first", days: 30);
        var moved = before.EndsWith("{0}'", StringComparison.Ordinal) ? "data" : "moved";
        Directory.Move(folder["first"], folder[moved]);
        Read(folder[moved, "lake", "views.sql"], before, "SELECT count(*) FROM bars('aaa')").ShouldBe("30");
        using var lake = Open(moved, isUsed: false);
        new LakeInspection(lake).Differences(lake.Current(), []).ShouldBeEmpty();
        lake.WriteViews();
        Read(folder[moved, "lake", "views.sql"], "", "SELECT count(*) FROM price_data").ShouldBe("30");
    }

    [Fact]
    public async Task Published_tables_and_members_are_read_from_the_file_beside_the_lake()
    {
        Directory.CreateDirectory(folder["first", "beside"]);
        EmbeddedTrial.Change(folder["first", "beside", "p.duckdb"], """
            CREATE TABLE spans (i VARCHAR, s VARCHAR, f DATE, u DATE);
            INSERT INTO spans VALUES ('IDX', 'AAA', '2020-01-02', '2020-06-30'), ('IDX', 'BBB', '2020-07-01', '9999-12-31'),
                ('TOP', 'CCC', '2020-01-02', '9999-12-31')
            """);
        await WriteAsync("first", days: 30);
        Directory.Move(folder["first"], folder["it's moved"]);
        var (views, before) = (folder["it's moved", "lake", "views.sql"], "SET VARIABLE lake = '{0}/it''s moved/lake'");
        Read(views, before, "SELECT string_agg(symbol) FROM members('idx', '2020-06-30')").ShouldBe("AAA");
        Read(views, before, "SELECT string_agg(symbol) FROM members('IDX', on_day := DATE '2020-07-01')").ShouldBe("BBB");
        Read(views, before, "SELECT string_agg(symbol) FROM members('IDX')").ShouldBe("BBB");
        Read(views, before, "SELECT count(*) FROM members('IDX', '2019-12-31')").ShouldBe("0");
    }

    [Fact]
    public async Task The_views_are_current_with_and_without_a_server()
    {
        await WriteAsync("first", days: 30);
        using var lake = Open("first", isUsed: false);
        new LakeInspection(lake).Differences(lake.Current(), []).ShouldBeEmpty();
        lake.WriteViews();
        File.ReadAllText(Views).ShouldContain("ATTACH 'host=");
        File.ReadAllText(Views).ShouldNotContain("read_duckdb");
        new LakeInspection(lake).Differences(lake.Current(), []).ShouldBeEmpty();
        File.AppendAllText(Views, " ");
        new LakeInspection(lake).Differences(lake.Current(), []).Single().ShouldContain("not as the manifest requires");
    }

    public void Dispose() => folder.Dispose();

    private DataLake Open(string root, bool isUsed = true) => new(folder[root, "lake"], new FakeTimeProvider(), workers: 1, Catalogue.Standard.FeatureSchema)
    {
        Published = new(folder[root, "beside", "p.duckdb"], ["spans"],
            [("index_members", "SELECT i AS index_name, s AS symbol, f AS member_from, u AS member_until FROM spans")], isUsed),
    };

    /// <summary>A lake of one symbol; without the published file its statements fail last.</summary>
    private async Task WriteAsync(string root, int days)
    {
        using var lake = Open(root, isUsed: File.Exists(folder[root, "beside", "p.duckdb"]));
        var commit = lake.Begin("run");
        await lake.StoreAsync(commit, Series.Of("AAA", Series.Walk(days, days)));
        commit.Publish();
    }

    /// <summary>The first value of a query after the script, or the message of the first error.</summary>
    private string Read(string views, string before, string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        try
        {
            command.CommandText = $"{before.Replace("{0}", folder.Path, StringComparison.Ordinal)};\n{File.ReadAllText(views)}";
            command.ExecuteNonQuery();
            command.CommandText = query;
            return $"{command.ExecuteScalar()}";
        }
        catch (DuckDBException e)
        {
            return e.Message;
        }
    }
}
