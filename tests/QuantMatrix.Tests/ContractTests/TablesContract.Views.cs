namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    [Fact]
    public async Task The_values_known_at_any_time_can_be_queried()
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("rsi_14", 40.0));
        var first = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(24));
        await AppendAsync(tables, "run2", "late split", A.With("rsi_14", 41.0));
        Known(first.AddSeconds(-1)).ShouldBeEmpty();
        Known(first).ShouldBe(["AAA|1|40"]);
        Known(first.AddHours(24).AddSeconds(-1)).ShouldBe(["AAA|1|40"]);
        Known(first.AddHours(24)).ShouldBe(["AAA|2|41"]);
        Known(first.AddYears(1)).ShouldBe(["AAA|2|41"]);

        IReadOnlyList<string> Known(DateTimeOffset time) => Rows($"""
            select symbol, revision, rsi_14 from market_analysis_history_known
            where known_from <= timestamptz '{time:O}' and (known_to is null or timestamptz '{time:O}' < known_to)
            """);
    }

    [Fact]
    public async Task The_members_of_an_index_on_a_day_take_one_query()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B");
        await RefreshAsync(tables, 3, "B", "C");
        Members("2024-02-29").ShouldBeEmpty();
        Members("2024-03-02").ShouldBe(["A", "B"]);
        Members("2024-03-03").ShouldBe(["B", "C"]);
        Members("2034-03-03").ShouldBe(["B", "C"]);

        IReadOnlyList<string> Members(string day) => Rows(
            $"SELECT symbol FROM index_members WHERE index_name = 'SP500' AND DATE '{day}' BETWEEN member_from AND member_until ORDER BY symbol");
    }

    [Fact]
    public async Task A_head_column_added_to_the_catalogue_appears_in_the_views()
    {
        await AppendAsync(await MigratedAsync(), "run1", null, A);
        var grown = await MigratedAsync(TrialCatalogue.Grown);
        await grown.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Grown, B.With("adx_14", 20.0)), "run2", null);
        foreach (var view in new[] { "latest", "known" })
            Rows($"select symbol, adx_14 from market_analysis_history_{view} order by symbol").ShouldBe(["AAA|", "BBB|20"]);
    }
}
