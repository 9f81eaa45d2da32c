using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Jobs.Audits;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>Which audits need no repetition on the same data, and which published tables they read.</summary>
public class PassedAuditsTests
{
    [Theory]
    [InlineData("SELECT symbol FROM price_data WHERE low <= 0", true)]
    [InlineData("SELECT symbol, revision FROM market_analysis_history WHERE revision > 9", true)]
    [InlineData("SELECT 1 AS nowhere, 2 AS known, timestamp '2020-01-01' AS t", true)]
    [InlineData("SELECT symbol FROM market_analysis_cache WHERE date < current_date - 4", false)]
    [InlineData("SELECT symbol FROM market_analysis_cache WHERE date < today() - 4", false)]
    [InlineData("SELECT job FROM job_run WHERE started_at < NOW() - INTERVAL 1 DAY", false)]
    [InlineData("SELECT job FROM job_run WHERE started_at < get_current_timestamp()", false)]
    [InlineData("SELECT transaction_timestamp()", false)]
    [InlineData("SELECT localtimestamp", false)]
    [InlineData("SELECT symbol FROM price_data WHERE random() < 0.01", false)]
    [InlineData("SELECT gen_random_uuid()", false)]
    [InlineData("SELECT symbol FROM market_analysis_history WHERE payload->>'close' IS NULL", false)]
    [InlineData("SELECT job FROM job_run WHERE (counters->>'symbols')::int = 0", false)]
    public void An_audit_of_the_time_of_chance_or_of_JSON_is_always_repeated(string sql, bool isOfDataAlone) =>
        PassedAudits.IsOfDataAlone(sql).ShouldBe(isOfDataAlone);

    [Theory]
    [InlineData("SELECT symbol FROM price_data JOIN features USING (symbol, date)", "")]
    [InlineData("SELECT symbol FROM Market_Analysis_Cache", "market_analysis_cache")]
    [InlineData("SELECT * FROM market_analysis_history_latest", "market_analysis_history")]
    [InlineData("SELECT * FROM members('SP500')", "index_constituents")]
    [InlineData("FROM index_members JOIN tie_out_breaks ON true", "index_constituents tie_out_breaks")]
    public void Tables_behind_views_and_macros_are_read_too(string sql, string tables) =>
        PublishedSqlConnection.TablesIn(sql).ShouldBe(tables.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
