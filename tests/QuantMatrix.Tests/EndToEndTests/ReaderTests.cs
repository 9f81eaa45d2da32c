using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Readers never stop a run, and a run never stops readers.</summary>
[Trait("class", "slow")]
public sealed class ReaderTests : IDisposable
{
    /// <summary>Takes hours.</summary>
    private const string LongQuery = "SELECT sum(hash(a.range, b.range) % 7) FROM market_analysis_cache, range(1000000) a, range(1000000) b";

    private readonly TempFolder folder = new();

    private string Data => folder["data"];

    private string Replay => Directory.CreateDirectory(folder["replay"]).FullName;

    [Fact]
    public async Task The_chain_ends_with_0_while_a_notebook_and_a_long_query_hold_the_published_tables_open()
    {
        (await Executable.RunAsync(Data, Replay)).ShouldBe(ExitCode.Ok);
        var file = Path.Combine(Data, "embedded", "quantmatrix.duckdb");
        var earlier = EmbeddedTrial.Rows(file, "select count(*) from job_run");
        using var notebook = await OtherProcess.HoldAsync($"{file};access_mode=READ_ONLY", "select count(*) from market_analysis_cache");
        using var query = Executable.Command(Data, Replay, "sql", LongQuery);
        await Wait.UntilAsync(() => Files(query.Id).Contains(file));

        (await Executable.RunAsync(Data, Replay)).ShouldBe(ExitCode.Ok);

        EmbeddedTrial.Rows(file, "select count(*) from job_run").ShouldNotBe(earlier);
        notebook.HasExited.ShouldBeFalse();
        (await query.KillAsync()).ShouldBeTrue("the query was still running");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_long_query(string signal)
    {
        (await Executable.RunAsync(Data, Replay)).ShouldBe(ExitCode.Ok);
        using var query = Executable.Command(Data, Replay, "sql", LongQuery);
        await Wait.UntilAsync(() => Files(query.Id).Contains(Path.Combine(Data, "embedded", "quantmatrix.duckdb")));
        (await query.SignalAsync(signal)).ShouldBeTrue();
        (await query.EndedAsync()).ShouldBe(ExitCode.Temporary, "stopped by a signal");
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string?> Files(int process)
    {
        try
        {
            return [.. new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Select(handle => handle.LinkTarget)];
        }
        catch (IOException)
        {
            return []; // a file was closed in between
        }
    }
}
