using System.Collections.Concurrent;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>Reads the next items while the last ones are being worked on.</summary>
internal static class ReadAhead
{
    /// <param name="most">How many items may wait.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> items, int most)
    {
        using var waiting = new BlockingCollection<T>(most);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => Read(items, waiting, stop.Token));
        try
        {
            foreach (var item in waiting.GetConsumingEnumerable()) yield return item;
            reading.GetAwaiter().GetResult();
        }
        finally
        {
            // Whoever stops early goes on with the source: nobody may read it any more.
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
