using System.Globalization;

namespace QuantMatrix.Http;

/// <summary>The calls a provider allows in one day by UTC, counted over all runs.</summary>
/// <remarks>Calls are written down in blocks before they are made: a killed run has counted a few too many, never one too few.</remarks>
internal sealed class CallBudget(string provider, int? perDay, IKeyStore store, TimeProvider time) : IDisposable
{
    private const int Block = 20;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    private readonly SemaphoreSlim turn = new(1);
    private DateOnly day;
    private long spent, writtenDown;

    /// <exception cref="ProviderException">All calls of the day are spent.</exception>
    public async Task SpendAsync(CancellationToken ct)
    {
        if (perDay is not { } most) return;
        await turn.WaitAsync(ct);
        try
        {
            await ReadAsync(ct);
            if (spent >= most)
                throw new ProviderException(FaultKind.Provider, string.Create(CultureInfo.InvariantCulture, $"its {most} calls of {day:yyyy-MM-dd} are spent; more from 00:00 UTC on"));
            if (spent == writtenDown) await WriteAsync(Math.Min(spent + Block, most), ct);
            spent++;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Gives back what was written down and not spent.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        if (spent < writtenDown) await WriteAsync(spent, ct);
    }

    public void Dispose() => turn.Dispose();

    private async Task ReadAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today == day) return;
        var text = await store.GetAsync(Key(today), ct);
        (day, spent) = (today, long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);
        writtenDown = spent;
    }

    private async Task WriteAsync(long count, CancellationToken ct)
    {
        await store.SetAsync(new Dictionary<string, string> { [Key(day)] = count.ToString(CultureInfo.InvariantCulture) }, Kept, ct);
        writtenDown = count;
    }

    private string Key(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"provider:{provider}:calls:{date:yyyy-MM-dd}");
}
