using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.UnitTests.Constituents;

/// <summary>Runs the refresh job with a real target and scripted sources.</summary>
internal sealed class TrialConstituents : IDisposable
{
    public static readonly string[] Sp500 = Symbols(503);

    private readonly TempFolder folder = new();
    private readonly EmbeddedTarget target;

    public TrialConstituents() => target = new(folder["embedded.duckdb"], Catalogue.Standard.Columns, TimeProvider.System);

    /// <summary>The sources, in any order.</summary>
    public List<IConstituentSource> Sources { get; } = [];

    public IReadOnlyList<Rename> Renames { get; set; } = [];

    public DateOnly AsOf { get; set; } = new(2024, 3, 1);

    public ITables Tables => target.Tables;

    /// <summary>Two letters each: AA, AB …</summary>
    public static string[] Symbols(int count) => [.. Enumerable.Range(0, count).Select(i => $"{(char)('A' + i / 26)}{(char)('A' + i % 26)}")];

    public TrialConstituents With(string name, Func<string, IReadOnlyList<string>> read, DateOnly? asOf = null)
    {
        Sources.RemoveAll(s => s.Name == name);
        Sources.Add(new ScriptedMembers(name, read, asOf));
        return this;
    }

    public async Task<JobResult> RunAsync(RefreshIndexConstituentsOptions? options = null)
    {
        await target.Tables.MigrateAsync();
        var settings = new Settings { Home = Fixtures.Repository, Data = new DataRoot(folder.Path), Replay = folder["replay"] };
        var run = new RunContext(new RunStart("run", null, 1, settings, TimeProvider.System))
        {
            AsOf = AsOf, Calendar = null!, Lake = null!, Sources = new FixedSources(Sources), Renames = Renames, Tables = target.Tables, Sets = target.Sets,
            ReadSqlAsync = null!,
        };
        return await new RefreshIndexConstituentsJob().RunAsync(options ?? new() { Indices = ["SP500"] }, run, new Progress<JobProgress>(),
            CancellationToken.None);
    }

    /// <summary>Everything stored, to compare before and after.</summary>
    public Task<IReadOnlyList<Membership>> StoredAsync() => target.Tables.MembershipsAsync();

    public void Dispose()
    {
        target.Dispose();
        folder.Dispose();
    }
}
