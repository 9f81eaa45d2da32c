using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Http;

/// <summary>Enforces a provider's daily call limit (UTC days) across runs.</summary>
/// <remarks>Calls are reserved in the store in blocks before they are made, so a killed run can over-count but never under-count.</remarks>
internal sealed class CallBudget(string provider, int? callsPerDay, IKeyStore store, TimeProvider time) : IDisposable
{
    private const int BlockSize = 20;
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(2);

    private readonly SemaphoreSlim gate = new(1);
    private DateOnly day;
    private long used, reserved;

    /// <exception cref="ProviderException">The budget of the day is used up.</exception>
    public async Task SpendAsync(CancellationToken ct)
    {
        if (callsPerDay is not { } limit) return;
        await gate.WaitAsync(ct);
        try
        {
            await LoadAsync(ct);
            if (used >= limit) throw UsedUp(limit);
            if (used == reserved) await StoreAsync(Math.Min(used + BlockSize, limit), ct);
            used++;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Calls left today; null without a limit.</summary>
    public async Task<long?> LeftAsync(CancellationToken ct)
    {
        if (callsPerDay is not { } limit) return null;
        await gate.WaitAsync(ct);
        try
        {
            await LoadAsync(ct);
            return Math.Max(0, limit - used);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Returns reserved calls that were not used.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        if (used < reserved) await StoreAsync(used, ct);
    }

    public void Dispose() => gate.Dispose();

    private async Task LoadAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today == day) return;
        var text = await store.GetAsync(Key(today), ct);
        (day, used) = (today, long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);
        reserved = used;
    }

    private async Task StoreAsync(long count, CancellationToken ct)
    {
        await store.SetAsync(new Dictionary<string, string> { [Key(day)] = count.ToString(CultureInfo.InvariantCulture) }, TimeToLive, ct);
        reserved = count;
    }

    private ProviderException UsedUp(int limit) => new(FaultKind.Provider, string.Create(CultureInfo.InvariantCulture,
        $"daily budget of {Plural.Of(limit, "call")} used up on {day:yyyy-MM-dd}; resets at 00:00 UTC"))
    { MayPass = true };

    private string Key(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"provider:{provider}:calls:{date:yyyy-MM-dd}");
}
