using System.Globalization;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Every feature of a small market with a benchmark, computed with whatever this processor can do.</summary>
public sealed class OnThisProcessor : IAsyncLifetime, IDisposable
{
    public const int Symbols = 17;
    public const int Sessions = 420;

    private readonly TempFolder folder = new();

    public string Replay => folder["replay"];

    internal string Features { get; private set; } = null!;

    internal static async Task RunAsync(string data, string replay, IEnumerable<string> switches, int workers, int batchSize)
    {
        using var program = Executable.Start(data, replay,
        [
            "--workers", workers.ToString(CultureInfo.InvariantCulture), "--set", "recompute_indicators_universe.keep=all",
            "--set", string.Create(CultureInfo.InvariantCulture, $"recompute_indicators_universe.batch_size={batchSize}"),
        ], switches);
        (await program.EndedAsync()).ShouldBe(ExitCode.Ok);
    }

    public async Task InitializeAsync()
    {
        Market.Write(Replay, Symbols, Sessions);
        File.WriteAllText(Path.Combine(Replay, "SPY.csv"), Market.Csv(seed: 99, Sessions));
        await RunAsync(folder["data"], Replay, [], workers: 2, batchSize: 50);
        Features = ContentHash.Of(folder["data"])["features"];
    }

    public void Dispose() => folder.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
