using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Flex;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch;

/// <summary>The rooms of the real program: live providers or a replay folder, the lake and the targets to publish to.</summary>
/// <param name="output">Told when the replay folder is filled with made-up bars.</param>
public sealed class Rooms(TextWriter output) : IRooms
{
    public Task<RunContext> OpenRunAsync(RunStart start, CancellationToken cancel)
    {
        var calendar = CalendarFiles.Read(start.Settings.Home);
        if (!start.NeedsBars) return OpenWithoutBarsAsync(start, calendar, cancel);
        return LiveSources.AreWanted(start.Settings) ? OpenLiveAsync(start, calendar, cancel) : OpenReplayAsync(start, calendar, cancel);
    }

    public ISqlSession OpenSql(Settings settings) =>
        new LakeSqlSession(OpenLake(settings), Targets.EmbeddedFile(settings), Targets.Postgres(settings, TimeProvider.System));

    public Lake OpenLake(Settings settings) => new(settings.Data.Lake, TimeProvider.System, workers: 1);

    private static async Task<RunContext> OpenWithoutBarsAsync(RunStart start, SessionCalendar calendar, CancellationToken cancel) =>
        Open(start, calendar, start.AsOf ?? new Settlement(calendar).LastSettled(start.Time.GetUtcNow()), new NoBars(), [], await Targets.OpenAsync(start, cancel));

    private async Task<RunContext> OpenReplayAsync(RunStart start, SessionCalendar calendar, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime);
        var replay = await ReadReplayAsync(start, today, calendar, cancel);
        if (start.AsOf > (replay.NewestSession ?? today))
            throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest session of {Session.Local(start.Settings.Replay)} is {replay.NewestSession:yyyy-MM-dd}; expected that or an older one");
        return Open(start, calendar, start.AsOf ?? replay.NewestSession ?? today, replay, [new ReplayMembers(replay.Constituents)], await Targets.OpenAsync(start, cancel));
    }

    /// <summary>A live run works for the newest session whose bars are settled, by the exchange's clock.</summary>
    private static async Task<RunContext> OpenLiveAsync(RunStart start, SessionCalendar calendar, CancellationToken cancel)
    {
        var settled = new Settlement(calendar, TimeSpan.FromMinutes(start.Providers.SettledAfterMinutes)).LastSettled(start.Time.GetUtcNow());
        if (start.AsOf > settled)
            throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest settled session is {settled:yyyy-MM-dd}; expected that or an older one");
        var targets = await Targets.OpenAsync(start, cancel);
        try
        {
            var folder = start.Providers.Bars.Contains(Providers.Folder) ? await ReadFolderAsync(start, settled, cancel) : null;
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
        Lake = new Lake(start.Settings.Data.Lake, start.Time, start.Workers),
        Tables = targets.Tables,
        Sets = targets.Sets,
        Closing = [.. closing, targets],
        Sinks = [new PublishedRuns(targets.Tables, targets.Sets)],
    };

    private async Task<ReplaySource> ReadReplayAsync(RunStart start, DateOnly today, SessionCalendar calendar, CancellationToken cancel)
    {
        var folder = start.Settings.Replay;
        if (folder != start.Settings.Data.Replay && !Directory.Exists(folder))
            throw new ConfigurationException($"QM_REPLAY: {folder} is no folder; expected one with a CSV or Parquet file of bars, or an empty one");
        if (SyntheticMarket.NeedsFilling(folder)) await FillAsync(folder, start, calendar, cancel);
        return await ReadFolderAsync(start, today, cancel);
    }

    private static Task<ReplaySource> ReadFolderAsync(RunStart start, DateOnly today, CancellationToken cancel)
    {
        var options = new ReplayOptions { Folder = start.Settings.Replay, Today = today, Workers = start.Workers, OpenParquet = ParquetFile.Read };
        return ReplaySource.OpenAsync(options, Path.Combine(start.Settings.Data.Runs, "replay.memo"), cancel);
    }

    private async Task FillAsync(string folder, RunStart start, SessionCalendar calendar, CancellationToken cancel)
    {
        var lists = new FileConstituents(start.Settings.Home);
        var options = new SyntheticOptions { Constituents = lists.Indices.ToDictionary(i => i, i => lists.Read(i).Symbols), Benchmark = new UpdateTrackedSymbolCacheOptions().Benchmark, Workers = start.Workers };
        output.WriteLine($"{Session.Local(folder)} holds no bars: filling it with SYNTHETIC ones (source = 'synthetic'); set QM_REPLAY to replay a folder of your own");
        await SyntheticMarket.FillAsync(folder, options, calendar, cancel);
    }
}
