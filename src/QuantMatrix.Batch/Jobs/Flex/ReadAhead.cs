using System.Collections.Concurrent;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>Reads the next items on another thread while the current ones are processed.</summary>
internal static class ReadAhead
{
    /// <param name="capacity">Number of items that may wait.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> items, int capacity)
    {
        using var queue = new BlockingCollection<T>(capacity);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => Read(items, queue, stop.Token));
        try
        {
            foreach (var item in queue.GetConsumingEnumerable()) yield return item;
            reading.GetAwaiter().GetResult();
        }
        finally
        {
            // A consumer that stops early continues to use the source, so the reader must have finished.
            stop.Cancel();
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Read<T>(IEnumerable<T> items, BlockingCollection<T> into, CancellationToken stop)
    {
        try
        {
            foreach (var item in items) into.Add(item, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            into.CompleteAdding();
        }
    }
}
