using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Publish.Redis;
using QuantMatrix.Store;

namespace QuantMatrix.Batch;

/// <summary>The rooms of the real program: a replay folder, the lake, the embedded target, and Redis where it is set.</summary>
/// <param name="output">Told when the replay folder is filled with made-up bars.</param>
public sealed class Rooms(TextWriter output) : IRooms
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Lists = ["sp500.csv", "nasdaq100.csv", "dow30.csv"];

    public async Task<RunContext> OpenRunAsync(RunStart start, CancellationToken cancel)
    {
        RequireBuilt(start.Settings);
        var redis = await OpenRedisAsync(start, cancel);
        var calendar = new SessionCalendar(ClosureFile.Read(Path.Combine(start.Settings.Home, "data", "calendar", "xnys_closures.csv")));
        var today = DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime);
        var replay = await OpenReplayAsync(start, today, calendar, cancel);
        if (start.AsOf > (replay.NewestSession ?? today))
            throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest session of {Session.Local(start.Settings.Replay)} is {replay.NewestSession:yyyy-MM-dd}; expected that or an older one");
        var target = new EmbeddedTarget(EmbeddedFile(start.Settings), Catalogue.Standard, start.Time, Linger);
        var sets = redis?.Sets ?? target.Sets;
        await target.Tables.MigrateAsync(cancel);
        return new RunContext(start)
        {
            AsOf = start.AsOf ?? replay.NewestSession ?? today,
            Calendar = calendar,
            Source = replay,
            Constituents = replay.Constituents,
            Lake = new Lake(start.Settings.Data.Lake, start.Time, start.Workers),
            Tables = target.Tables,
            Sets = sets,
            Closing = redis is null ? [target] : [target, redis],
            Sinks = [new PublishedRuns(target.Tables, sets)],
        };
    }

    public ISqlSession OpenSql(Settings settings)
    {
        RequireBuilt(settings);
        return new LakeSqlSession(new Lake(settings.Data.Lake, TimeProvider.System, workers: 1), EmbeddedFile(settings), EmbeddedTarget.Names);
    }

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
        var lists = Lists.Select(file => ConstituentFile.Read(Path.Combine(start.Settings.Home, "data", "constituents", file)));
        var options = new SyntheticOptions { Constituents = lists.ToDictionary(l => l.Index, l => l.Symbols), Benchmark = new UpdateTrackedSymbolCacheOptions().Benchmark, Workers = start.Workers };
        output.WriteLine($"{Session.Local(folder)} holds no bars: filling it with SYNTHETIC ones (source = 'synthetic'); set QM_REPLAY to replay a folder of your own");
        await SyntheticMarket.FillAsync(folder, options, calendar, cancel);
    }

    /// <summary>Null when no server is set. One that refuses us ends the run before any work; without one that is down the tables are still published.</summary>
    private static async Task<RedisTarget?> OpenRedisAsync(RunStart start, CancellationToken cancel)
    {
        if (start.Settings.Redis is not { } connection) return null;
        var target = new RedisTarget(connection.Reveal(), start.RunId);
        try
        {
            await target.ConnectAsync(cancel);
        }
        catch (TemporaryException)
        {
            // Told by each job that needs it.
        }
        return target;
    }

    private static string EmbeddedFile(Settings settings) => Path.Combine(settings.Data.Embedded, "quantmatrix.duckdb");

    /// <summary>What the settings may ask for but this version does not have is an error, never ignored.</summary>
    private static void RequireBuilt(Settings settings)
    {
        if (settings.Postgres is not null) throw new ConfigurationException("QM_POSTGRES is set, but this version publishes to the embedded target only; unset it");
        if (settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && (settings.FmpApiKey ?? settings.TwelveDataApiKey) is not null))
            throw new ConfigurationException("a live source is asked for (QM_SOURCE=live or an API key), but this version replays folders only; set QM_SOURCE=replay");
    }
}
