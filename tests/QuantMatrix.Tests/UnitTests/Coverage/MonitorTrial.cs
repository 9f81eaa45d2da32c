using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Tests.UnitTests.Indicators;
using QuantMatrix.Tests.UnitTests.Lake;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>The monitor over a real lake and a real embedded target, with a live source and a clock set by the test.</summary>
internal sealed class MonitorTrial : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly DataLake lake;
    private int runs;

    public MonitorTrial(string now)
    {
        Clock = new FakeTimeProvider(DateTimeOffset.Parse($"{now}Z", System.Globalization.CultureInfo.InvariantCulture));
        var file = folder["embedded", "quantmatrix.duckdb"];
        Target = new EmbeddedTarget(file, Catalogue.Standard.Columns, Clock, new() { KeepsOpen = true, Statements = FlexSections.Tables });
        lake = new DataLake(folder["lake"], Clock, workers: 1, Catalogue.Standard.FeatureSchema);
    }

    public FakeTimeProvider Clock { get; }

    public EmbeddedTarget Target { get; }

    /// <summary>Whether the run fetches bars as well.</summary>
    public bool Fetches { get; set; }

    public FreshnessSettings Freshness { get; set; } = new();

    /// <summary>Stores a bar of each symbol for the sessions up to one, and makes them members.</summary>
    public async Task StoreAsync(DateOnly first, DateOnly last, params string[] symbols)
    {
        await Target.Tables.MigrateAsync();
        await Target.Tables.RefreshConstituentsAsync("SP500", symbols, first);
        var commit = lake.Begin("test");
        var days = Series.Calendar.Sessions(first, last).Select(d => new Bar(Day.Of(d), 10, 11, 9, 10, double.NaN, 1000)).ToList();
        await lake.StoreAsync(commit, Series.Join(symbols.Append("SPY").Select(s => Series.Of(s, days))));
        commit.Publish();
    }

    /// <param name="asOf">The session of the run; today by default.</param>
    /// <param name="requested">Whether the operator requested it.</param>
    public Task<JobResult> RunAsync(DateOnly? asOf = null, bool requested = false)
    {
        var settings = new Settings { Home = Fixtures.Repository, Data = new DataRoot(folder.Path), Replay = folder["replay"] };
        var file = JobFile.Empty with { Freshness = Freshness };
        var run = new RunContext(new RunStart($"run-{++runs}", requested ? asOf : null, 1, settings, Clock) { FetchesBars = Fetches, File = file })
        {
            AsOf = asOf ?? DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime),
            Calendar = Series.Calendar,
            Sources = new FixedSources(),
            Lake = lake,
            Tables = Target.Tables,
            Sets = Target.Sets,
            ReadSqlAsync = null!,
        };
        return new MonitorCoverageHealthJob().RunAsync(new(), run, new Progress<JobProgress>(), CancellationToken.None);
    }

    public void Dispose()
    {
        lake.Dispose();
        Target.Dispose();
        folder.Dispose();
    }
}
