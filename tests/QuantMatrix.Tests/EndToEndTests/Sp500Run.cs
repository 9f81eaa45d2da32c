namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>One run of the chain over five real years of the S&amp;P 500, with every session of features kept.</summary>
public sealed class Sp500Run : IAsyncLifetime, IDisposable
{
    public static readonly string Folder = Fixtures.Path("ohlcv", "sp500_5yr");

    internal Trial Trial { get; } = new() { Replay = Folder };

    internal Ended First { get; private set; } = null!;

    internal Task<Ended> RunAsync() => Trial.RunAsync("--set", "recompute_indicators_universe.keep=all");

    public async Task InitializeAsync()
    {
        if (Fixtures.Exist) First = await RunAsync();
    }

    public void Dispose() => Trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
