using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    [Fact]
    public async Task The_cache_becomes_equal_to_the_batch_and_equal_rows_keep_their_run()
    {
        var tables = await MigratedAsync();
        (await PublishAsync(tables, "run1", A.With("rsi_14", 40.0), B)).ShouldBe(new PublishCount(2, 0, 0, 0));
        (await PublishAsync(tables, "run2", A.With("rsi_14", 41.0), B, C)).ShouldBe(new PublishCount(1, 1, 0, 1));
        Rows("select symbol, rsi_14, run_id from market_analysis_cache order by symbol").ShouldBe(["AAA|41|run2", "BBB||run1", "CCC||run2"]);
    }

    [Fact]
    public async Task Publishing_the_same_rows_again_changes_none()
    {
        var tables = await MigratedAsync();
        var row = A.With("rsi_14", 0.1 + 0.2).With("ma_bucket", "LEADING").With("td_buy_complete", true).With("history_bars", 252);
        await PublishAsync(tables, "run1", row, B);
        (await PublishAsync(tables, "run2", B, row)).ShouldBe(new PublishCount(0, 0, 0, 2));
        Rows("select distinct run_id from market_analysis_cache").ShouldBe(["run1"]);
    }

    [Fact]
    public async Task A_symbol_missing_from_the_batch_is_deleted_and_can_return()
    {
        var tables = await MigratedAsync();
        await PublishAsync(tables, "run1", A, B);
        (await PublishAsync(tables, "run2", B)).ShouldBe(new PublishCount(0, 0, 1, 1));
        (await PublishAsync(tables, "run3", A, B)).ShouldBe(new PublishCount(1, 0, 0, 1));
        Rows("select symbol, run_id from market_analysis_cache order by symbol").ShouldBe(["AAA|run3", "BBB|run1"]);
    }

    [Theory]
    [InlineData("date", "2024-03-04")]
    [InlineData("volume", 7L)]
    [InlineData("rsi_14", null)]
    [InlineData("rsi_14", 50.000000000000007)]
    [InlineData("history_bars", 253)]
    [InlineData("td_buy_complete", false)]
    [InlineData("ma_bucket", "LAGGING")]
    public async Task A_change_in_any_column_is_an_update(string column, object? value)
    {
        var tables = await MigratedAsync();
        var row = A.With("rsi_14", 50.0).With("ma_bucket", "LEADING").With("td_buy_complete", true).With("history_bars", 252);
        await PublishAsync(tables, "run1", row);
        var changed = column == "date" ? row with { Date = (string)value! } : row.With(column, value);
        (await PublishAsync(tables, "run2", changed)).Updated.ShouldBe(1);
    }

    [Fact]
    public async Task Every_type_of_value_is_stored_exactly()
    {
        var tables = await MigratedAsync();
        await PublishAsync(tables, "run1",
            A.With("rsi_14", 0.1 + 0.2).With("high_52w", 1e-300).With("history_bars", 252).With("td_buy_complete", true).With("ma_bucket", "LEADING"),
            B.With("td_buy_complete", false).With("volume", 9_007_199_254_740_993L));
        Rows("select date, open, volume, rsi_14, high_52w, history_bars, td_buy_complete, ma_bucket from market_analysis_cache order by symbol").ShouldBe(
        [
            "2024-03-01|100.5|3000000000|0.30000000000000004|1E-300|252|true|LEADING",
            "2024-03-01|100.5|9007199254740993||||false|",
        ]);
    }

    [Fact]
    public async Task NaN_is_stored_as_null()
    {
        var tables = await MigratedAsync();
        await PublishAsync(tables, "run1", A.With("rsi_14", double.NaN));
        (await PublishAsync(tables, "run2", A)).Unchanged.ShouldBe(1);
        Rows("select count(*) from market_analysis_cache where rsi_14 is null").ShouldBe(["1"]);
    }

    [Fact]
    public async Task Batches_unfit_to_publish_are_refused_and_change_nothing()
    {
        var tables = await MigratedAsync();
        await PublishAsync(tables, "run1", A);
        (await ShouldBeUnfitAsync(B.With("rsi_14", double.PositiveInfinity))).ShouldContain("rsi_14 of BBB");
        (await ShouldBeUnfitAsync(B, B with { Date = "2024-03-04" })).ShouldContain("BBB");
        await ShouldBeUnfitAsync();
        await Should.ThrowAsync<ArgumentException>(() => tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Grown, B), "run2"));
        Rows("select symbol, run_id from market_analysis_cache").ShouldBe(["AAA|run1"]);

        async Task<string> ShouldBeUnfitAsync(params TrialRow[] rows) =>
            (await Should.ThrowAsync<DataUnfitException>(() => PublishAsync(tables, "run2", rows))).Message;
    }

    private static Task<PublishCount> PublishAsync(ITables tables, string run, params TrialRow[] rows) =>
        tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, rows), run);
}
