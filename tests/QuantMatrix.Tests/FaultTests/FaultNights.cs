using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>Nights of a small market: the data root before the last one, and what that one leaves when nothing disturbs it.</summary>
/// <remarks>The earlier nights were days ago, so that the last one finds files to sweep. It restates a bar and has a new symbol.</remarks>
public sealed class FaultNights : IAsyncLifetime, IDisposable
{
    private const int Sessions = 70;

    private readonly TempFolder folder = new();
    private readonly Lazy<PostgresTestDatabase> postgres = new(() => new());
    private readonly Lazy<RedisServer> redis = new(() => new());

    /// <summary>The folder of bars of the last night.</summary>
    public string Replay => folder["replay"];

    /// <summary>The data root before the last night.</summary>
    public string Before => folder["before"];

    /// <summary>A backup of it.</summary>
    public string Backup => folder["backup"];

    internal IReadOnlyDictionary<string, string> ContentBefore { get; private set; } = null!;

    internal IReadOnlyDictionary<string, string> Content { get; private set; } = null!;

    internal string Postgres => postgres.Value.Connection;

    internal string Redis => redis.Value.ConnectionString;

    /// <summary>What an undisturbed last night publishes to servers.</summary>
    internal IReadOnlyList<string>? PublishedContent { get; set; }

    public async Task InitializeAsync()
    {
        var clock = new NightClock();
        foreach (var (sessions, days) in new[] { (Sessions - 2, 4), (Sessions - 1, 3) })
        {
            Market.Write(Replay, symbols: 3, sessions);
            clock.Set(DateTimeOffset.UtcNow.AddDays(-days));
            using var early = new Trial { Data = Before, Replay = Replay, Time = clock };
            (await early.RunAsync()).ShouldBe(ExitCode.Ok);
        }
        foreach (var file in Directory.EnumerateFiles(Before, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-3));
        ContentBefore = ContentHash.Of(Before);
        using var saving = new Trial { Data = Before, Replay = Replay };
        (await saving.CallAsync("backup", Backup)).ShouldBe(ExitCode.Ok);

        Market.Write(Replay, symbols: 4, Sessions);
        await File.AppendAllTextAsync(Path.Combine(Replay, "S01.csv"), "2015-01-05,10,12,9,11,12345\n");
        using var last = new Trial { Data = CopyTo(folder["undisturbed"]), Replay = Replay };
        (await last.RunAsync()).ShouldBe(ExitCode.Ok);
        Content = ContentHash.Of(last.Data);
    }

    /// <summary>Copies the data root before the last night.</summary>
    internal string CopyTo(string data)
    {
        Directory.CreateDirectory(data);
        using var copy = System.Diagnostics.Process.Start("cp", ["-a", $"{Before}/.", data]); // with links and times
        copy.WaitForExit();
        copy.ExitCode.ShouldBe(0);
        return data;
    }

    public void Dispose()
    {
        if (postgres.IsValueCreated) postgres.Value.Dispose();
        if (redis.IsValueCreated) redis.Value.Dispose();
        folder.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
