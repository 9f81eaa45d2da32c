using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests.Report;

/// <summary>The pages of a night on <c>data/sample</c>: the night's, and those of two symbols.</summary>
public sealed class ReportPages : IAsyncLifetime
{
    internal Trial Trial { get; } = new() { Replay = Sample.Folder };

    internal string Night => Path.Combine(Trial.Data, "reports", "latest", "index.html");

    internal string Symbol => Path.Combine(Trial.Data, "reports", "latest", "WYNN.html");

    public async Task InitializeAsync()
    {
        (await Trial.RunAsync()).ShouldBe(ExitCode.Ok, "publish_report");
        (await Trial.CallAsync("report", "WYNN", "BA")).ShouldBe(ExitCode.Ok, "WYNN.html", "BA.html");
        (await Trial.CallAsync("report")).ShouldBe(ExitCode.Ok, "index.html");
    }

    Task IAsyncLifetime.DisposeAsync()
    {
        Trial.Dispose();
        return Task.CompletedTask;
    }
}
