namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    [Theory]
    [InlineData("update market_analysis_cache set rsi_14 = 41 where symbol = 'AAA'")]
    [InlineData("update market_analysis_cache set ma_bucket = null where symbol = 'BBB'")]
    [InlineData("delete from market_analysis_cache where symbol = 'BBB'")]
    public async Task A_cache_published_from_the_same_inputs_is_unchanged_until_a_row_of_it_is_changed_by_hand(string change)
    {
        var tables = await MigratedAsync();
        var batch = TrialBatch.Of(TrialCatalogue.Small, A.With("rsi_14", 40.0), B.With("ma_bucket", "LEADING"));
        await tables.PublishCacheAsync(batch, "run1");
        (await tables.UnchangedCacheAsync("first")).ShouldBeNull();
        await tables.PublishCacheAsync(batch, "run2", "first");
        (await tables.UnchangedCacheAsync("first")).ShouldBe(2);
        (await tables.UnchangedCacheAsync("second")).ShouldBeNull();

        Change(change);
        (await tables.UnchangedCacheAsync("first")).ShouldBeNull();
        await tables.PublishCacheAsync(batch, "run3", "first");
        (await tables.UnchangedCacheAsync("first")).ShouldBe(2);
        await tables.PublishCacheAsync(batch, "run4");
        (await tables.UnchangedCacheAsync("first")).ShouldBeNull("they were not recorded");
    }

    [Theory]
    [InlineData("update market_analysis_cache set rsi_14 = 41 where symbol = 'AAA'")]
    [InlineData("delete from market_analysis_cache where symbol = 'BBB'")]
    [InlineData("insert into index_constituents (index_name, symbol, first_seen_at, last_seen_at, is_active) values ('X', 'Y', '2024-01-02', '2024-01-02', "
        + "true)")]
    public async Task The_content_of_tables_changes_with_any_row_of_them_and_with_no_other_table(string change)
    {
        var tables = await MigratedAsync();
        await tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, A.With("rsi_14", 40.0), B), "run1");
        var content = await tables.ContentAsync(["market_analysis_cache", "index_constituents"]);
        await AppendAsync(tables, "run1", null, A);
        (await tables.ContentAsync(["index_constituents", "market_analysis_cache"])).ShouldBe(content);
        (await tables.ContentAsync([])).ShouldBe("");

        Change(change);
        (await tables.ContentAsync(["market_analysis_cache", "index_constituents"])).ShouldNotBe(content);
    }

    [Fact]
    public async Task A_history_appended_from_the_same_inputs_is_unchanged_until_its_sessions_are_recorded_otherwise()
    {
        var tables = await MigratedAsync();
        var batch = TrialBatch.Of(TrialCatalogue.Small, A.With("rsi_14", 40.0), B);
        await tables.AppendHistoryAsync(batch, "run1", null, "first");
        (await tables.UnchangedHistoryAsync("first")).ShouldBe(2);
        (await tables.UnchangedHistoryAsync("second")).ShouldBeNull();
        await tables.PublishCacheAsync(batch, "run1", "of the cache");
        (await tables.UnchangedHistoryAsync("of the cache")).ShouldBeNull();

        await AppendAsync(tables, "run2", null, A with { Date = "2024-02-29" });
        await tables.AppendHistoryAsync(batch, "run3", null, "first");
        Change("insert into market_analysis_history (symbol, date, revision, payload, run_id, recorded_at) "
            + "values ('AAA', '2024-02-29', 2, '{}', 'by hand', '2024-03-01 00:00:00+00')");
        (await tables.UnchangedHistoryAsync("first")).ShouldBe(2, "another session");
        Change("insert into market_analysis_history (symbol, date, revision, payload, run_id, recorded_at) "
            + "values ('AAA', '2024-03-01', 2, '{}', 'by hand', '2024-03-01 00:00:00+00')");
        (await tables.UnchangedHistoryAsync("first")).ShouldBeNull();
    }

    [Fact]
    public async Task Refused_days_are_reported_by_every_run()
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("rsi_14", 40.0));
        var changed = TrialBatch.Of(TrialCatalogue.Small, A.With("rsi_14", 41.0), B);
        (await tables.AppendHistoryAsync(changed, "run2", null, "first")).ShouldBeCounts(added: 1, refused: 1);
        (await tables.UnchangedHistoryAsync("first")).ShouldBeNull();
    }
}
