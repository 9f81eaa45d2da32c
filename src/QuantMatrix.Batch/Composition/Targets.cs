using System.Diagnostics;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Http;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Publish.Redis;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>The publishing targets of a run: the configured servers, and the embedded file in place of the others.</summary>
internal sealed class Targets : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly EmbeddedTarget embedded;
    private readonly PostgresTarget? postgres;
    private readonly RedisTarget? redis;
    private readonly Lazy<ResponseFile> cache;

    private Targets(RunStart start, RedisTarget? redis)
    {
        var options = Options(start);
        (this.redis, postgres) = (redis, Postgres(start.Settings, start.Time, options));
        embedded = new(EmbeddedFile(start.Settings), Catalogue.Standard.Columns, start.Time, options with { WorkingFile = WorkingFile(start.Settings) });
        cache = new(() => new(CacheFile(start.Settings), start, options));
    }

    /// <summary>Names of the published tables and views for queries.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. EmbeddedTarget.Names, .. FlexSections.Tables.Select(t => t.Name)];

    /// <summary>The published tables among them, without the views.</summary>
    public static IReadOnlyList<string> TableNames { get; } = [.. Names.Except(EmbeddedTarget.Views.Select(v => v.Name))];

    public ITables Tables => postgres?.Tables ?? embedded.Tables;

    public ISets Sets => redis?.Sets ?? embedded.Sets;

    /// <summary>Provider responses and call counts, which no reader of the published keys sees.</summary>
    public IKeyStore Responses =>
        redis is null ? new ResponseStore(cache.Value.Sets, "", cache.Value.SetAsideAsync) : new(redis.Sets, ResponseStore.RedisPrefix);

    /// <summary>A server that rejects the connection ends the run before any job, and so does an unreachable Postgres.</summary>
    /// <remarks>While Redis is unreachable, tables are still published.</remarks>
    public static Task<Targets> OpenAsync(RunStart start, CancellationToken ct) => OpenAsync(start, targets => targets.Tables, ct);

    /// <summary>The servers alone, with their leases, for a command that replaces the embedded file.</summary>
    public static Task<Targets> OpenServersAsync(RunStart start, CancellationToken ct) => OpenAsync(start, targets => targets.Server?.Tables, ct);

    /// <param name="migrated">The tables to bring to this version; null for none.</param>
    private static async Task<Targets> OpenAsync(RunStart start, Func<Targets, ITables?> migrated, CancellationToken ct)
    {
        var targets = new Targets(start, await OpenRedisAsync(start, ct));
        try
        {
            if (start.IsReadOnly) return targets;
            if (migrated(targets) is { } tables) await tables.MigrateAsync(ct);
            await targets.TakeLeasesAsync(start.Wait, ct);
            return targets;
        }
        catch
        {
            targets.Dispose();
            throw;
        }
    }

    /// <summary>Null without <c>QM_POSTGRES</c>.</summary>
    public PostgresTarget? Server => postgres;

    /// <summary>Makes the embedded tables, as they are now, visible to readers.</summary>
    /// <exception cref="TemporaryException">They cannot be published.</exception>
    public Task PublishAsync(CancellationToken ct) => embedded.PublishAsync(ct);

    /// <summary>Size and time of the published file, when it is all that is published and holds everything written; otherwise null.</summary>
    public string? State() => postgres is null && redis is null ? embedded.State : null;

    /// <summary>Runs work that opens the working file by itself, while no call of this run has it open.</summary>
    public Task WhileFileClosedAsync(Action work, CancellationToken ct) => embedded.WhileClosedAsync(work, ct);

    /// <summary>The published tables without a server, as programs read them.</summary>
    public static string EmbeddedFile(Settings settings) => Path.Combine(settings.Data.Embedded, "quantmatrix.duckdb");

    /// <summary>The same for <c>views.sql</c> of the lake.</summary>
    public static PublishedFile Published(Settings settings) =>
        new(EmbeddedFile(settings), TableNames, EmbeddedTarget.Views, IsUsed: settings.Postgres is null);

    /// <summary>The same as the run in progress, or one that was killed, has written them.</summary>
    public static string WorkingFile(Settings settings) => Path.Combine(settings.Data.Embedded, "working.duckdb");

    private static string CacheFile(Settings settings) => Path.Combine(settings.Data.Cache, "responses.duckdb");

    /// <summary>Null without <c>QM_POSTGRES</c>.</summary>
    public static PostgresTarget? Postgres(Settings settings, TimeProvider clock, TargetOptions options) => settings.Postgres is null ? null
        : new(settings.Postgres.Reveal(), Path.Combine(settings.Home, "sql", "postgres"), Catalogue.Standard.Columns, clock,
            options with { Statements = FlexSections.Tables });

    public void Dispose()
    {
        try
        {
            embedded.Dispose();
        }
        finally
        {
            if (cache.IsValueCreated) cache.Value.Dispose();
            postgres?.Dispose();
            redis?.Dispose();
        }
    }

    private static TargetOptions Options(RunStart start) => new()
    {
        KeepsOpen = true, IsReadOnly = start.IsReadOnly, Statements = FlexSections.Tables, RequireLock = start.Lock is { } held ? held.RequireHeld : null,
        Run = start.Lock is { Root: var root }
            ? new(start.RunId, RunProcess.Current.Host, RunProcess.Current.Pid, root, start.Time.GetUtcNow()) : null,
    };

    /// <summary>A Redis that is unreachable now is reported by each job that needs it.</summary>
    private async Task TakeLeasesAsync(TimeSpan wait, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        IRunLease?[] leases = [postgres?.Lease, redis is { IsConnected: true } ? redis.Lease : null];
        foreach (var lease in leases.OfType<IRunLease>())
            while (await lease.TryTakeAsync(ct) is { } holder)
            {
                if (waited.Elapsed >= wait) throw lease.Held(holder);
                await Task.Delay(RetryInterval, ct);
            }
    }

    private static async Task<RedisTarget?> OpenRedisAsync(RunStart start, CancellationToken ct)
    {
        if (start.Settings.Redis is not { } connection) return null;
        var target = new RedisTarget(connection.Reveal(), start.RunId, Options(start));
        try
        {
            await target.ConnectAsync(ct);
        }
        catch (TemporaryException)
        {
            // Reported by each job that needs it.
        }
        return target;
    }
}
