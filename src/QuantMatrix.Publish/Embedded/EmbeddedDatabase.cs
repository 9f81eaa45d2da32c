using System.Collections.Concurrent;
using System.Diagnostics;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Opens the DuckDB file for one transaction at a time and closes it afterwards, at once or after an idle period.</summary>
/// <param name="options">The file lingers because opening it costs more than most calls.</param>
/// <remarks>
/// Calls within the process are serialized, so parallel jobs never conflict; a lock held by another process is retried.
/// A killed process loses only its open transaction: DuckDB replays the write-ahead log on the next open.
/// </remarks>
internal sealed class EmbeddedDatabase(string path, TargetOptions options) : IDisposable
{
    /// <summary>Maximum wait for a lock held by another process; transactions here take milliseconds.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Locks = new();

    public bool IsReadOnly => options.IsReadOnly;

    private readonly EmbeddedFile file = new(path, options.IsReadOnly);
    private DuckDBConnection? last;

    public Task RunAsync(Action<EmbeddedConnection> work, CancellationToken ct) =>
        RunAsync(connection => { work(connection); return true; }, ct);

    public Task<T> RunAsync<T>(Func<EmbeddedConnection, T> work, CancellationToken ct) =>
        RunAsync(connection => Task.FromResult(work(connection)), ct);

    /// <summary>Runs the work as one transaction, rolled back when it throws.</summary>
    public Task<T> RunAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct) => LockedAsync(async () =>
    {
        try
        {
            return await TransactAsync(await OpenAsync(ct), work, ct);
        }
        catch (DuckDBException e) when (EmbeddedFault.Explain(e, path, IsReadOnly) is { } explained)
        {
            throw explained;
        }
    }, ct);

    /// <summary>Runs work while the file is closed and no call of this process opens it.</summary>
    public Task WhileClosedAsync(Action work, CancellationToken ct) => LockedAsync(() =>
    {
        Close();
        work();
        return Task.FromResult(true);
    }, ct);

    /// <summary>Waits for a call, or a closing, in progress: afterwards the file is closed.</summary>
    public void Dispose()
    {
        var processLock = ProcessLock();
        processLock.Wait();
        Close();
        processLock.Release();
    }

    private void Close() => Interlocked.Exchange(ref last, null)?.Dispose();

    private async Task<T> TransactAsync<T>(DuckDBConnection connection, Func<EmbeddedConnection, Task<T>> work, CancellationToken ct)
    {
        try
        {
            await using var transaction = connection.BeginTransaction();
            var result = await work(new EmbeddedConnection(connection));
            ct.ThrowIfCancellationRequested();
            Failpoint.EmbeddedBeforeCommit.Reach();
            options.RequireLock?.Invoke();
            await transaction.CommitAsync(CancellationToken.None);
            Failpoint.EmbeddedAfterCommit.Reach();
            Keep(connection);
            return result;
        }
        catch
        {
            // A failure may have invalidated the open database: the next call reopens it.
            Close();
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the newest connection open: while one is open, the process holds the file and opening another costs next to nothing.</summary>
    private void Keep(DuckDBConnection connection)
    {
        Interlocked.Exchange(ref last, connection)?.Dispose();
        if (options.Linger == TimeSpan.Zero) Close();
        else _ = CloseLaterAsync(connection);
    }

    /// <summary>Closing writes to the file, so it holds the lock like any call.</summary>
    private async Task CloseLaterAsync(DuckDBConnection connection)
    {
        await Task.Delay(options.Linger);
        await LockedAsync(async () =>
        {
            if (Interlocked.CompareExchange(ref last, null, connection) == connection) await connection.DisposeAsync();
            return true;
        }, CancellationToken.None);
    }

    private async Task<T> LockedAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        var processLock = ProcessLock();
        await processLock.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            processLock.Release();
        }
    }

    private SemaphoreSlim ProcessLock() => Locks.GetOrAdd(path, _ => new SemaphoreSlim(1));

    private async Task<DuckDBConnection> OpenAsync(CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await file.OpenAsync(ct);
            }
            catch (DuckDBException e) when (EmbeddedFault.IsLocked(e) && waited.Elapsed < LockTimeout)
            {
                await Task.Delay(RetryDelay, ct);
            }
        }
    }
}
