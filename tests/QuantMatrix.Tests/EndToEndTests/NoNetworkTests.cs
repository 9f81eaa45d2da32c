using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>No metric needs the network.</summary>
[Trait("class", "slow")]
public sealed class NoNetworkTests : IDisposable
{
    /// <summary>A separate network namespace, whose only interface is a loopback that is down.</summary>
    private static readonly string[] CutOff = ["unshare", "--map-root-user", "--net"];

    private readonly TempFolder folder = new();

    [Fact]
    public async Task Without_any_network_every_table_set_and_key_is_the_same()
    {
        Market.Write(folder["replay"], symbols: 6, sessions: 300);
        (await RunAsync("with", [])).ShouldBe(ExitCode.Ok);
        (await RunAsync("without", CutOff)).ShouldBe(ExitCode.Ok);
        ContentHash.Of(folder["without"]).ShouldBe(ContentHash.Of(folder["with"]));
    }

    /// <summary>Guards the tests above against a namespace with a network.</summary>
    [Fact]
    public async Task The_cut_is_one()
    {
        var start = new System.Diagnostics.ProcessStartInfo(CutOff[0], [.. CutOff[1..], "cat", "/proc/net/dev"]) { RedirectStandardOutput = true };
        using var shell = System.Diagnostics.Process.Start(start)!;
        var lines = (await shell.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var interfaces = lines.Skip(2).Select(l => l.Split(':')[0].Trim());
        interfaces.ShouldBe(["lo"]);
    }

    public void Dispose() => folder.Dispose();

    private async Task<Ended> RunAsync(string data, string[] within)
    {
        using var program = Executable.Start(folder[data], folder["replay"], within: within);
        return await program.EndedAsync();
    }
}
