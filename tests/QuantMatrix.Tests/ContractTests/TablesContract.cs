using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Contract of every tables target; a target adds one subclass without tests of its own.</summary>
[Trait("class", "servers")]
public abstract partial class TablesContract
{
    protected static readonly TrialRow A = new("AAA", "2024-03-01");
    protected static readonly TrialRow B = new("BBB", "2024-03-01");
    protected static readonly TrialRow C = new("CCC", "2024-03-01");

    /// <summary>Always the same database, opened by a program with this catalogue.</summary>
    protected abstract ITables Open(Catalogue catalogue);

    /// <summary>Rows as text, columns joined by "|", NULL as empty text, booleans as true and false.</summary>
    protected abstract IReadOnlyList<string> Rows(string sql);

    /// <summary>Changes rows by hand.</summary>
    protected abstract void Change(string sql);

    /// <summary>The clock of the target.</summary>
    protected abstract FakeTimeProvider Clock { get; }

    private async Task<ITables> MigratedAsync(Catalogue? catalogue = null)
    {
        var tables = Open(catalogue ?? TrialCatalogue.Small);
        await tables.MigrateAsync();
        return tables;
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var tables = await MigratedAsync();
        await tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, A), "run1");
        await tables.MigrateAsync();
        Rows("select symbol, run_id from market_analysis_cache").ShouldBe(["AAA|run1"]);
    }

    [Fact]
    public async Task A_new_column_is_added_and_existing_rows_stay()
    {
        var tables = await MigratedAsync();
        await tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, A.With("rsi_14", 61.5)), "run1");
        await MigratedAsync(TrialCatalogue.Grown);
        Rows("select symbol, rsi_14, cci_20, adx_14 from market_analysis_cache").ShouldBe(["AAA|61.5||"]);
    }

    [Fact]
    public async Task A_column_removed_from_the_catalogue_stays_without_stale_values()
    {
        var tables = await MigratedAsync();
        await tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, A.With("high_52w", 120.0)), "run1");
        await MigratedAsync(TrialCatalogue.Shrunk);
        Rows("select symbol, high_52w from market_analysis_cache").ShouldBe(["AAA|"]);
    }

    [Fact]
    public async Task A_column_with_a_changed_type_is_refused_by_name()
    {
        await MigratedAsync(new Catalogue([TrialCatalogue.Of("rsi_14", Unit.Count)]));
        var fault = await Should.ThrowAsync<ConfigurationException>(() => MigratedAsync());
        fault.Message.ShouldContain("market_analysis_cache.rsi_14");
    }

    [Fact]
    public async Task A_job_is_recorded_once_per_run_with_its_last_outcome()
    {
        var tables = await MigratedAsync();
        var start = new DateTimeOffset(2024, 3, 2, 3, 0, 0, TimeSpan.Zero);
        var job = new JobRun("run1", "record_history", "record_daily_history", JobOutcome.Failed, start, start.AddSeconds(2), "it's the 'disk'");
        await tables.RecordJobsAsync([job]);
        var counters = new Dictionary<string, double> { ["rows_written"] = 520 };
        await tables.RecordJobsAsync([job with { Status = JobOutcome.Ok, Summary = "520 symbols", Counters = counters }]);
        Rows("select run_id, job, kind, status, summary, counters, extract(epoch from finished_at - started_at) from job_run")
            .ShouldBe(["run1|record_history|record_daily_history|ok|520 symbols|{\"rows_written\":520}|2"]);
    }
}
