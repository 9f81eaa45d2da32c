using System.Collections.Concurrent;
using System.Diagnostics;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Runs one transaction at a time on the DuckDB file, and publishes it when it is closed.</summary>
/// <param name="path">The file that programs read.</param>
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

    private readonly EmbeddedSnapshot? snapshot = options is { IsReadOnly: false, WorkingFile: { } working }
        ? new(path, working, options.RequireLock) : null;
    private readonly EmbeddedFile file = new(FileOf(path, options), options.IsReadOnly);
    private DuckDBConnection? last;

    public Task RunAsync(Action<EmbeddedConnection> work, CancellationToken ct) =>
        RunAsync(connection => { work(connection); return true; }, ct);

    public Task<T> RunAsync<T>(Func<EmbeddedConnection, T> work, CancellationToken ct) =>
        RunAsync(connection => Task.FromResult(work(connection)), ct);

    /// <summary>Runs the work as one transaction, rolled back when it throws.</summary>
    public Task<T> RunAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct) => RunAsync(work, limitsMemory: false, ct);

    /// <summary>Runs the work as one transaction, rolled back when it throws.</summary>
    /// <param name="limitsMemory">The work writes many rows that it does not read again.</param>
    public Task<T> RunAsync<T>(Func<EmbeddedConnection, Task<T>> work, bool limitsMemory, CancellationToken ct) => LockedAsync(async () =>
    {
        try
        {
            return await TransactAsync(await OpenAsync(ct), work, limitsMemory, ct);
        }
        catch (DuckDBException e) when (EmbeddedFault.Explain(e, FileOf(path, options), snapshot is null ? null : path, IsReadOnly) is { } explained)
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

    /// <summary>Size and time of the published file, when it holds everything written; otherwise null.</summary>
    public string? State => snapshot?.State;

    /// <summary>Closes the file and publishes it.</summary>
    public Task PublishAsync(CancellationToken ct) => WhileClosedAsync(() => snapshot?.Publish(), ct);

    /// <summary>Waits for a call in progress, then closes the file and publishes it.</summary>
    /// <exception cref="TemporaryException">It cannot be published.</exception>
    public void Dispose()
    {
        var processLock = ProcessLock();
        processLock.Wait();
        try
        {
            Close();
            snapshot?.Publish();
        }
        finally
        {
            processLock.Release();
        }
    }

    private static string FileOf(string path, TargetOptions options) => options.IsReadOnly ? path : options.WorkingFile ?? path;

    private void Close() => Interlocked.Exchange(ref last, null)?.Dispose();

    private async Task<T> TransactAsync<T>(DuckDBConnection connection, Func<EmbeddedConnection, Task<T>> work, bool limitsMemory, CancellationToken ct)
    {
        try
        {
            var memory = limitsMemory ? new MemoryLimit(connection, new FileInfo(FileOf(path, options)).Length) : null;
            memory?.Begin();
            await using var transaction = connection.BeginTransaction();
            var result = await work(new EmbeddedConnection(connection, memory));
            ct.ThrowIfCancellationRequested();
            Failpoint.EmbeddedBeforeCommit.Reach();
            options.RequireLock?.Invoke();
            await transaction.CommitAsync(CancellationToken.None);
            memory?.End();
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
        if (options.KeepsOpen) return;
        Close();
        snapshot?.Publish();
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
        if (last is null) snapshot?.Prepare();
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
