using System.Reflection;

namespace QuantMatrix.Tests;

/// <summary>Which tests need fixtures outside the project, and what happens without them.</summary>
public class FixtureTests
{
    private static readonly string[] NeedFixtures =
    [
        "BookOracleTests.Kernels_agree_with_published_examples",
        "CalendarTests.Every_bar_of_five_years_is_on_a_session_and_the_sessions_without_a_bar_are_the_listed_defects",
        "CalendarTests.The_calendar_has_exactly_the_sessions_of_a_real_series",
        "FlexArchiveTests.Every_real_statement_is_ingested_and_a_second_time_changes_nothing",
        "FlexFieldTests.A_case_ends_as_described",
        "FlexFieldTests.A_trade_whose_id_was_added_later_is_stored_once",
        "FlexFieldTests.Every_case_is_listed",
        "FlexFixtureTests.A_statement_parses_to_its_counts_and_sums",
        "FlexFixtureTests.Rare_rows_are_stored",
        "IndicatorFieldTests.A_price_that_never_moves_is_in_stage_1",
        "IndicatorFieldTests.A_run_without_the_benchmark_names_the_columns_without_values",
        "IndicatorFieldTests.Columns_are_as_described",
        "IndicatorFieldTests.Every_case_is_listed",
        "LeanOracleTests.Columns_agree_with_Lean",
        "LeanOracleTests.The_highest_close_and_the_change_over_fifty_sessions_agree_with_Lean",
        "MembershipDriftTests.The_real_changes_of_the_SP500_since_2019_are_plausible",
        "OracleTests.Every_bar_agrees_with_TA_Lib",
        "RecordedResponseTests.A_coin_and_a_foreign_listing_are_refused",
        "RecordedResponseTests.Bars_are_read",
        "RecordedResponseTests.Errors_and_responses_to_other_questions_are_refused",
        "RecordedResponseTests.Splits_and_dividends_come_with_the_bars_of_a_run",
        "ReplaySampleTests.Other_file_layouts_load_without_the_rows_their_author_labelled_bad",
        "ReplaySampleTests.The_five_years_of_the_sp500_give_every_row_as_a_bar_but_the_known_defects",
        "SampleTests.The_sample_is_its_source_in_one_file",
        "SnapshotTests.Each_committed_rename_is_in_an_independent_change_list",
        "SnapshotTests.Recorded_pages_and_responses_give_their_members_and_half_a_page_none",
        "SnapshotTests.The_intervals_of_five_real_snapshots_agree_with_an_independent_change_list",
        "Sp500ChainTests.Every_row_is_a_bar_or_a_known_defect_and_a_second_run_changes_nothing",
        "TdOracleTests.Phases_agree_with_Lean",
    ];

    [Fact]
    public void Only_the_listed_tests_need_fixtures() =>
        typeof(FixtureTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Where(method => method.DeclaringType == type))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is FixtureFactAttribute or FixtureTheoryAttribute)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Order(StringComparer.Ordinal).ShouldBe(NeedFixtures);

    [Fact]
    public void Without_fixtures_their_tests_are_skipped_and_in_CI_they_run()
    {
        using var folder = new TempFolder();

        Fixtures.SkipReasonOf(folder.Path, null).ShouldBeNull();
        Fixtures.SkipReasonOf(folder["missing"], "false").ShouldBe($"no fixtures in {folder["missing"]}; set QM_FIXTURES to their directory");
        Fixtures.SkipReasonOf(folder["missing"], "true").ShouldBeNull();
    }
}
