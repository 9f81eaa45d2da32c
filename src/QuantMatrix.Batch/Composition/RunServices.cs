using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>The rooms of the real program: live providers or a replay folder, the lake and the targets to publish to.</summary>
/// <param name="output">Told when the replay folder is filled with made-up bars.</param>
public sealed class RunServices(TextWriter output) : IRunServices
{
    public Task<RunContext> OpenRunAsync(RunStart start, CancellationToken ct)
    {
        var calendar = CalendarFiles.Read(start.Settings.Home);
        if (!start.NeedsBars) return OpenWithoutBarsAsync(start, calendar, ct);
        return LiveSources.AreWanted(start.Settings) ? OpenLiveAsync(start, calendar, ct) : OpenReplayAsync(start, calendar, ct);
    }

    public ISqlConnection OpenSql(Settings settings) =>
        new PublishedSqlConnection(OpenLake(settings), Targets.EmbeddedFile(settings), Targets.Postgres(settings, TimeProvider.System));

    public DataLake OpenLake(Settings settings) => new(settings.Data.Lake, TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema);

    private static async Task<RunContext> OpenWithoutBarsAsync(RunStart start, SessionCalendar calendar, CancellationToken ct) =>
        Open(start, calendar, start.AsOf ?? new Settlement(calendar).LastSettled(start.Time.GetUtcNow()), new NoBarSource(), [], await Targets.OpenAsync(start, ct));

    private async Task<RunContext> OpenReplayAsync(RunStart start, SessionCalendar calendar, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime);
        var replay = await ReadReplayAsync(start, today, calendar, ct);
        if (start.AsOf > (replay.NewestSession ?? today))
            throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest session of {CommandContext.Local(start.Settings.Replay)} is {replay.NewestSession:yyyy-MM-dd}; expected that or an older one");
        return Open(start, calendar, start.AsOf ?? replay.NewestSession ?? today, replay, [new ReplayMembers(replay.Constituents)], await Targets.OpenAsync(start, ct));
    }

    /// <summary>A live run works for the newest session whose bars are settled, by the exchange's clock.</summary>
    private static async Task<RunContext> OpenLiveAsync(RunStart start, SessionCalendar calendar, CancellationToken ct)
    {
        var settled = new Settlement(calendar, TimeSpan.FromMinutes(start.Providers.SettledAfterMinutes)).LastSettled(start.Time.GetUtcNow());
        if (start.AsOf > settled)
            throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest settled session is {settled:yyyy-MM-dd}; expected that or an older one");
        var targets = await Targets.OpenAsync(start, ct);
        try
        {
            var folder = start.Providers.Bars.Contains(ProviderSettings.Folder) ? await ReadFolderAsync(start, settled, ct) : null;
            var live = new LiveSources(start, targets.Sets, folder);
            return Open(start, calendar, start.AsOf ?? settled, live.Bars, live.Constituents, targets, live);
        }
        catch
        {
            targets.Dispose();
            throw;
        }
    }

    private static RunContext Open(RunStart start, SessionCalendar calendar, DateOnly asOf, IBarSource source, IReadOnlyList<IConstituentSource> constituents, Targets targets,
        params IEnumerable<IDisposable> closing) => new(start)
    {
        AsOf = asOf,
        Calendar = calendar,
        Source = source,
        Constituents = constituents,
        Renames = RenameFile.Read(Path.Combine(start.Settings.Home, "data", "constituents", "renames.csv")),
        FetchReport = FlexReports.Of(start.Settings, targets.Sets, start.Time),
        Lake = new DataLake(start.Settings.Data.Lake, start.Time, start.Workers, Catalogue.Standard.FeatureSchema),
        Tables = targets.Tables,
        Sets = targets.Sets,
        Closing = [.. closing, targets],
        Sinks = [new PublishedRuns(targets.Tables, targets.Sets)],
    };

    private async Task<ReplaySource> ReadReplayAsync(RunStart start, DateOnly today, SessionCalendar calendar, CancellationToken ct)
    {
        var folder = start.Settings.Replay;
        if (folder != start.Settings.Data.Replay && !Directory.Exists(folder))
            throw new ConfigurationException($"QM_REPLAY: {folder} is no folder; expected one with a CSV or Parquet file of bars, or an empty one");
        if (SyntheticMarket.NeedsFilling(folder)) await FillAsync(folder, start, calendar, ct);
        return await ReadFolderAsync(start, today, ct);
    }

    private static Task<ReplaySource> ReadFolderAsync(RunStart start, DateOnly today, CancellationToken ct)
    {
        var options = new ReplayOptions { Folder = start.Settings.Replay, Today = today, Workers = start.Workers, OpenParquet = ParquetFile.Read };
        return ReplaySource.OpenAsync(options, Path.Combine(start.Settings.Data.Runs, "replay.memo"), ct);
    }

    private async Task FillAsync(string folder, RunStart start, SessionCalendar calendar, CancellationToken ct)
    {
        var lists = new FileConstituents(start.Settings.Home);
        var options = new SyntheticOptions { Constituents = lists.Indices.ToDictionary(i => i, i => lists.Read(i).Symbols), Benchmark = start.Market.Benchmark, Workers = start.Workers };
        output.WriteLine($"{CommandContext.Local(folder)} holds no bars: filling it with SYNTHETIC ones (source = 'synthetic'); set QM_REPLAY to replay a folder of your own");
        await SyntheticMarket.FillAsync(folder, options, calendar, ct);
    }
}
