using System.Text.Json;
using QuantMatrix.Model;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>The lease of a Redis database: the holder under a key that expires, and the run that held it last under one that does not.</summary>
/// <remarks>Every write requires, in its own transaction, that this run is the one that held the lease last.</remarks>
internal sealed class RedisLease(RedisConnection connection, LeaseHolder run, LeaseTimes times) : IRunLease, IDisposable
{
    private const string Holder = "run_lease:holder", Token = "run_lease:token";

    private readonly string self = JsonSerializer.Serialize(run);
    private readonly Lock starting = new();
    private bool isTaken;
    private Heartbeat? heartbeat;

    public string Server => connection.Name;

    public Task<LeaseHolder?> TryTakeAsync(CancellationToken ct) => connection.RunAsync(TakeAsync, ct);

    /// <summary>Takes the lease if the server was unreachable when the run began, or has lost its data since.</summary>
    /// <exception cref="TemporaryException">Another run holds it.</exception>
    public async Task EnsureTakenAsync(IDatabase server)
    {
        if (!isTaken && await TakeAsync(server) is { } other) throw LeaseFault.Held(Server, other);
    }

    public void Require(ITransaction transaction) => transaction.AddCondition(Condition.StringEqual(Token, run.RunId));

    /// <summary>Explains a transaction that was not executed; returns when the server lost its data and the lease can be taken again.</summary>
    /// <exception cref="TemporaryException">Another run has taken the lease over.</exception>
    public async Task ExplainAsync(IDatabase server)
    {
        var last = await server.StringGetAsync(Token);
        if (last.HasValue && last != run.RunId) throw LeaseFault.Lost(Server, Read(await server.StringGetAsync(Holder)));
        isTaken = last.HasValue;
    }

    /// <summary>Gives the lease back. When that fails, it expires.</summary>
    public void Dispose()
    {
        heartbeat?.Dispose();
        if (!isTaken) return;
        isTaken = false;
        try
        {
            WriteAsync(mine => mine.KeyDeleteAsync(Holder), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException)
        {
            // The server is lost; another run of this data root takes the lease over at once.
        }
    }

    private async Task<LeaseHolder?> TakeAsync(IDatabase server)
    {
        while (true)
        {
            var stored = await server.StringGetAsync(Holder);
            if (Read(stored) is { } other && other.Root != run.Root) return other;
            var taking = server.CreateTransaction();
            taking.AddCondition(stored.IsNull ? Condition.KeyNotExists(Holder) : Condition.StringEqual(Holder, stored));
            Task[] writes = [taking.StringSetAsync(Holder, self, times.Expiry), taking.StringSetAsync(Token, run.RunId)];
            if (!await taking.ExecuteAsync()) continue;
            await Task.WhenAll(writes);
            lock (starting) heartbeat ??= new(times.Renewal, ct => WriteAsync(mine => mine.StringSetAsync(Holder, self, times.Expiry), ct));
            isTaken = true;
            Failpoint.RedisLeaseTaken.Reach();
            return null;
        }
    }

    /// <summary>Changes the holder's key unless another run took the lease over.</summary>
    private Task<bool> WriteAsync(Func<ITransaction, Task> command, CancellationToken ct) => connection.RunAsync(async server =>
    {
        var mine = server.CreateTransaction();
        Require(mine);
        _ = command(mine);
        return await mine.ExecuteAsync();
    }, ct);

    /// <summary>Null without a holder, or for a value that no run wrote.</summary>
    private static LeaseHolder? Read(RedisValue stored)
    {
        try
        {
            return stored.IsNull ? null : JsonSerializer.Deserialize<LeaseHolder>(stored.ToString());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
