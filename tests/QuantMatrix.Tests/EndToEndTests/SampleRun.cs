namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>One run of the nightly chain on <c>data/sample</c>, with every session of features kept.</summary>
public sealed class SampleRun : IAsyncLifetime, IDisposable
{
    internal Trial Trial { get; } = new() { Replay = Sample.Folder };

    internal Ended First { get; private set; } = null!;

    internal Task<Ended> RunAsync() => Trial.RunAsync("--set", "recompute_indicators_universe.keep=all");

    public async Task InitializeAsync() => First = await RunAsync();

    public void Dispose() => Trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
