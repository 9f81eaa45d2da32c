using System.Text.Json;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    private const string Revisions = "select symbol, date, revision, rsi_14, reason, run_id from market_analysis_history order by symbol, date, revision";

    [Fact]
    public async Task A_day_appended_again_is_unchanged()
    {
        var tables = await MigratedAsync();
        (await AppendAsync(tables, "run1", null, A.With("rsi_14", 40.0), B)).ShouldBeCounts(added: 2);
        (await AppendAsync(tables, "run2", "just so", A.With("rsi_14", 40.0), B, C)).ShouldBeCounts(added: 1, unchanged: 2);
        Rows(Revisions).ShouldBe(["AAA|2024-03-01|1|40||run1", "BBB|2024-03-01|1|||run1", "CCC|2024-03-01|1|||run2"]);
    }

    [Fact]
    public async Task Without_a_reason_a_changed_day_is_refused_and_the_other_days_are_written()
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("rsi_14", 40.0));
        var count = await AppendAsync(tables, "run2", null, A.With("rsi_14", 41.0), B);
        count.ShouldBeCounts(added: 1, refused: 1);
        count.RefusedSamples.ShouldBe([new SymbolDay("AAA", new DateOnly(2024, 3, 1))]);
        Rows(Revisions).ShouldBe(["AAA|2024-03-01|1|40||run1", "BBB|2024-03-01|1|||run2"]);
    }

    [Fact]
    public async Task With_a_reason_a_changed_day_becomes_the_next_revision()
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("rsi_14", 40.0));
        (await AppendAsync(tables, "run2", "late split", A.With("rsi_14", 41.0))).ShouldBeCounts(restated: 1);
        (await AppendAsync(tables, "run3", "late split", A.With("rsi_14", 41.0))).ShouldBeCounts(unchanged: 1);
        (await AppendAsync(tables, "run4", "split withdrawn", A.With("rsi_14", 40.0))).ShouldBeCounts(restated: 1);
        Rows(Revisions).ShouldBe(["AAA|2024-03-01|1|40||run1", "AAA|2024-03-01|2|41|late split|run2", "AAA|2024-03-01|3|40|split withdrawn|run4"]);
        Rows("select symbol, revision, rsi_14, ma_bucket from market_analysis_history_latest").ShouldBe(["AAA|3|40|"]);
    }

    [Fact]
    public async Task A_change_outside_the_head_columns_counts()
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("high_52w", 120.0));
        (await AppendAsync(tables, "run2", null, A.With("high_52w", 120.0000001))).ShouldBeCounts(refused: 1);
    }

    [Fact]
    public async Task The_payload_holds_every_column_exactly()
    {
        var tables = await MigratedAsync();
        var row = A.With("rsi_14", 0.1 + 0.2).With("td_buy_complete", false).With("ma_bucket", "LEADING").With("high_52w", double.NaN);
        await AppendAsync(tables, "run1", null, row);
        using var payload = JsonDocument.Parse(Rows("select payload from market_analysis_history")[0]);
        var values = payload.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        values.Keys.ShouldBe(TrialCatalogue.Small.FeatureSchema.FieldsList.Skip(2).Select(f => f.Name), ignoreOrder: true);
        values["rsi_14"].GetDouble().ShouldBe(0.1 + 0.2);
        values["volume"].GetInt64().ShouldBe(3_000_000_000);
        values["td_buy_complete"].GetBoolean().ShouldBeFalse();
        values["ma_bucket"].GetString().ShouldBe("LEADING");
        new[] { "high_52w", "history_bars" }.ShouldAllBe(name => values[name].ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task A_rank_among_other_symbols_is_recorded_but_does_not_change_a_day()
    {
        var tables = await MigratedAsync(TrialCatalogue.Ranked);
        (await RecordAsync(A.With("rsi_14", 40.0).With("rank", 7))).ShouldBeCounts(added: 1);
        (await RecordAsync(A.With("rsi_14", 40.0).With("rank", 8))).ShouldBeCounts(unchanged: 1);
        (await RecordAsync(A.With("rsi_14", 40.0))).ShouldBeCounts(unchanged: 1);
        (await RecordAsync(A.With("rsi_14", 41.0).With("rank", 7))).ShouldBeCounts(refused: 1);
        using var payload = JsonDocument.Parse(Rows("select payload from market_analysis_history").Single());
        payload.RootElement.GetProperty("rank").GetInt32().ShouldBe(7);

        Task<HistoryCount> RecordAsync(TrialRow row) => tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Ranked, row), "run", null);
    }

    [Fact]
    public async Task A_column_added_to_the_catalogue_does_not_change_a_day()
    {
        await AppendAsync(await MigratedAsync(), "run1", null, A.With("rsi_14", 40.0));
        var grown = await MigratedAsync(TrialCatalogue.Grown);
        var row = A.With("rsi_14", 40.0).With("adx_14", 20.0);
        (await grown.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Grown, row, B), "run2", "never mind")).ShouldBeCounts(added: 1, unchanged: 1);
        (await grown.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Grown, row.With("rsi_14", 42.0)), "run3", null)).ShouldBeCounts(refused: 1);
        (await AppendAsync(Open(TrialCatalogue.Small), "run4", null, B)).ShouldBeCounts(unchanged: 1);
    }

    [Fact]
    public async Task A_column_that_depends_on_the_run_is_neither_recorded_nor_compared()
    {
        var (before, catalogue) = (TrialCatalogue.WithRecordedAge, TrialCatalogue.WithAge);
        await (await MigratedAsync(before)).AppendHistoryAsync(TrialBatch.Of(before, A.With("age", 0)), "run1", null);
        var tables = await MigratedAsync(catalogue);
        (await tables.AppendHistoryAsync(TrialBatch.Of(catalogue, A.With("age", 1), B.With("age", 1)), "run2", null)).ShouldBeCounts(added: 1, unchanged: 1);
        (await tables.AppendHistoryAsync(TrialBatch.Of(catalogue, A.With("age", 2), B.With("age", 2)), "run3", null)).ShouldBeCounts(unchanged: 2);
        Rows("select payload from market_analysis_history order by run_id")[1].ShouldNotContain("age");
    }

    [Theory]
    [InlineData(40.0, 40.0 * (1 + 9e-13), false)]
    [InlineData(40.0, 40.0 * (1 + 2e-12), true)]
    [InlineData(-1e-9, -1.0000000000005e-9, false)]
    [InlineData(0.0, 9e-13, false)]
    [InlineData(0.0, 2e-12, true)]
    [InlineData(40.0, double.NaN, true)]
    public async Task A_day_differs_from_a_relative_difference_of_1e_12_on(double stored, double now, bool differs)
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("rsi_14", stored));
        (await AppendAsync(tables, "run2", null, A.With("rsi_14", now))).ShouldBeCounts(unchanged: differs ? 0 : 1, refused: differs ? 1 : 0);
    }

    [Fact]
    public async Task Recorded_symbols_are_counted_once_per_session_regardless_of_revisions()
    {
        var tables = await MigratedAsync();
        await AppendAsync(tables, "run1", null, A.With("rsi_14", 40.0), B, A with { Date = "2024-03-04" });
        await AppendAsync(tables, "run2", "late split", A.With("rsi_14", 41.0));
        (await tables.RecordedSymbolsAsync(new(2024, 3, 1), new(2024, 3, 3))).ShouldBe([new(new(2024, 3, 1), 2)]);
        (await tables.RecordedSymbolsAsync(new(2024, 3, 1), new(2024, 3, 4))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_duplicate_day_is_refused()
    {
        var tables = await MigratedAsync();
        await Should.ThrowAsync<DataUnfitException>(() => AppendAsync(tables, "run1", null, A, A));
        Rows(Revisions).ShouldBeEmpty();
    }

    private static Task<HistoryCount> AppendAsync(ITables tables, string run, string? reason, params TrialRow[] rows) =>
        tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, rows), run, reason);
}
