using System.Collections.Concurrent;
using System.Diagnostics;
using DuckDB.NET.Data;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Opens the DuckDB file for one transaction at a time and closes it again.</summary>
/// <remarks>
/// Calls within the process queue up, so parallel jobs never conflict. Another process that holds the file is waited for.
/// A killed process loses only its open transaction: DuckDB replays the log beside the file at the next opening.
/// </remarks>
internal sealed class EmbeddedDatabase(string path)
{
    /// <summary>How long a file held by another process is waited for; calls here take milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new();

    private readonly EmbeddedFile _file = new(path);

    /// <summary>Runs the work as one transaction; nothing is kept of it when it throws.</summary>
    public async Task<T> RunAsync<T>(Func<EmbeddedSession, T> work, CancellationToken cancel)
    {
        var queue = Queues.GetOrAdd(path, _ => new SemaphoreSlim(1));
        await queue.WaitAsync(cancel);
        try
        {
            await using var connection = await OpenAsync(cancel);
            await using var transaction = connection.BeginTransaction();
            var result = work(new EmbeddedSession(connection));
            cancel.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None);
            return result;
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

    public Task RunAsync(Action<EmbeddedSession> work, CancellationToken cancel) =>
        RunAsync(session => { work(session); return true; }, cancel);

    private async Task<DuckDBConnection> OpenAsync(CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await _file.OpenAsync(cancel);
            }
            catch (DuckDBException e) when (EmbeddedFault.IsHeld(e) && waited.Elapsed < Patience)
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }
}
