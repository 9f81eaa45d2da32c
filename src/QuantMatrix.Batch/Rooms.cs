using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch;

/// <summary>The rooms of the real program: a replay folder, the lake and the targets to publish to.</summary>
/// <param name="output">Told when the replay folder is filled with made-up bars.</param>
public sealed class Rooms(TextWriter output) : IRooms
{
    public async Task<RunContext> OpenRunAsync(RunStart start, CancellationToken cancel)
    {
        RequireBuilt(start.Settings);
        var calendar = CalendarFiles.Read(start.Settings.Home);
        var today = DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime);
        var replay = await OpenReplayAsync(start, today, calendar, cancel);
        if (start.AsOf > (replay.NewestSession ?? today))
            throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest session of {Session.Local(start.Settings.Replay)} is {replay.NewestSession:yyyy-MM-dd}; expected that or an older one");
        var targets = await Targets.OpenAsync(start, cancel);
        return new RunContext(start)
        {
            AsOf = start.AsOf ?? replay.NewestSession ?? today,
            Calendar = calendar,
            Source = replay,
            Constituents = [new ReplayMembers(replay.Constituents)],
            Renames = RenameFile.Read(Path.Combine(start.Settings.Home, "data", "constituents", "renames.csv")),
            Lake = new Lake(start.Settings.Data.Lake, start.Time, start.Workers),
            Tables = targets.Tables,
            Sets = targets.Sets,
            Closing = [targets],
            Sinks = [new PublishedRuns(targets.Tables, targets.Sets)],
        };
    }

    public ISqlSession OpenSql(Settings settings)
    {
        RequireBuilt(settings);
        return new LakeSqlSession(OpenLake(settings), Targets.EmbeddedFile(settings), Targets.Postgres(settings, TimeProvider.System));
    }

    public Lake OpenLake(Settings settings) => new(settings.Data.Lake, TimeProvider.System, workers: 1);

    private async Task<ReplaySource> OpenReplayAsync(RunStart start, DateOnly today, SessionCalendar calendar, CancellationToken cancel)
    {
        var folder = start.Settings.Replay;
        if (folder != start.Settings.Data.Replay && !Directory.Exists(folder))
            throw new ConfigurationException($"QM_REPLAY: {folder} is no folder; expected one with a CSV or Parquet file of bars, or an empty one");
        if (SyntheticMarket.NeedsFilling(folder)) await FillAsync(folder, start, calendar, cancel);
        var options = new ReplayOptions { Folder = folder, Today = today, Workers = start.Workers, OpenParquet = ParquetFile.Read };
        return await ReplaySource.OpenAsync(options, Path.Combine(start.Settings.Data.Runs, "replay.memo"), cancel);
    }

    private async Task FillAsync(string folder, RunStart start, SessionCalendar calendar, CancellationToken cancel)
    {
        var lists = new FileConstituents(start.Settings.Home);
        var options = new SyntheticOptions { Constituents = lists.Indices.ToDictionary(i => i, i => lists.Read(i).Symbols), Benchmark = new UpdateTrackedSymbolCacheOptions().Benchmark, Workers = start.Workers };
        output.WriteLine($"{Session.Local(folder)} holds no bars: filling it with SYNTHETIC ones (source = 'synthetic'); set QM_REPLAY to replay a folder of your own");
        await SyntheticMarket.FillAsync(folder, options, calendar, cancel);
    }

    /// <summary>What the settings may ask for but this version does not have is an error, never ignored.</summary>
    private static void RequireBuilt(Settings settings)
    {
        if (settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && (settings.FmpApiKey ?? settings.TwelveDataApiKey) is not null))
            throw new ConfigurationException("a live source is asked for (QM_SOURCE=live or an API key), but this version replays folders only; set QM_SOURCE=replay");
    }
}
