using System.Collections.Concurrent;
using System.Diagnostics;
using DuckDB.NET.Data;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Opens the DuckDB file for one transaction at a time and closes it again, at once or after a moment without calls.</summary>
/// <param name="linger">How long the file stays open after a call: opening costs more than most calls do.</param>
/// <remarks>
/// Calls within the process queue up, so parallel jobs never conflict. Another process that holds the file is waited for.
/// A killed process loses only its open transaction: DuckDB replays the log beside the file at the next opening.
/// </remarks>
internal sealed class EmbeddedDatabase(string path, TimeSpan linger) : IDisposable
{
    /// <summary>How long a file held by another process is waited for; calls here take milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new();

    private readonly EmbeddedFile file = new(path);
    private DuckDBConnection? last;

    public Task RunAsync(Action<EmbeddedConnection> work, CancellationToken ct) =>
        RunAsync(session => { work(session); return true; }, ct);

    public Task<T> RunAsync<T>(Func<EmbeddedConnection, T> work, CancellationToken ct) =>
        RunAsync(session => Task.FromResult(work(session)), ct);

    /// <summary>Runs the work as one transaction; nothing is kept of it when it throws.</summary>
    public async Task<T> RunAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct)
    {
        var queue = Queues.GetOrAdd(path, _ => new SemaphoreSlim(1));
        await queue.WaitAsync(ct);
        try
        {
            var connection = await OpenAsync(ct);
            try
            {
                await using var transaction = connection.BeginTransaction();
                var result = await work(new EmbeddedConnection(connection));
                ct.ThrowIfCancellationRequested();
                await transaction.CommitAsync(CancellationToken.None);
                Keep(connection);
                return result;
            }
            catch
            {
                // What failed may have spoilt the open file: the next call opens it anew.
                Dispose();
                await connection.DisposeAsync();
                throw;
            }
        }
        catch (DuckDBException e) when (EmbeddedFault.Explain(e, path) is { } explained)
        {
            throw explained;
        }
        finally
        {
            queue.Release();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref last, null)?.Dispose();

    /// <summary>The newest connection is kept for a moment: while it is open the process holds the file, and another one costs next to nothing.</summary>
    private void Keep(DuckDBConnection connection)
    {
        Interlocked.Exchange(ref last, connection)?.Dispose();
        if (linger == TimeSpan.Zero) Dispose();
        else _ = CloseLaterAsync(connection);
    }

    private async Task CloseLaterAsync(DuckDBConnection connection)
    {
        await Task.Delay(linger);
        if (Interlocked.CompareExchange(ref last, null, connection) == connection) await connection.DisposeAsync();
    }

    private async Task<DuckDBConnection> OpenAsync(CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await file.OpenAsync(ct);
            }
            catch (DuckDBException e) when (EmbeddedFault.IsHeld(e) && waited.Elapsed < Patience)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }
}
