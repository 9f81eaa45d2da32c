using System.Diagnostics;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>An undisturbed run of the real process: its results and its duration.</summary>
public sealed class UndisturbedRun : IAsyncLifetime, IDisposable
{
    private readonly TempFolder folder = new();

    public string Replay => folder["replay"];

    public TimeSpan Duration { get; private set; }

    internal IReadOnlyDictionary<string, string> Content { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Market.Write(Replay, symbols: 20, sessions: 500);
        var watch = Stopwatch.StartNew();
        (await Executable.RunAsync(folder["data"], Replay)).ShouldBe(ExitCode.Ok);
        Duration = watch.Elapsed;
        Content = ContentHash.Of(folder["data"]);
    }

    public void Dispose() => folder.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
