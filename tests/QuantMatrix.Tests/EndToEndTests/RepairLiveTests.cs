using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A damaged year of bars is requested again from the providers, and only from bars that fit the stored ones.</summary>
[Trait("class", "slow")]
public sealed class RepairLiveTests : IAsyncLifetime, IDisposable
{
    private const int First = 299;
    private readonly LiveNights nights = new("yahoo", symbols: 3);
    private string lost = null!;

    public async Task InitializeAsync()
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        lost = Directory.GetFiles(Path.Combine(nights.Trial.Lake, "price_data", "interval=1d", "year=2023"), "*.parquet")[0];
        await File.WriteAllBytesAsync(lost, new byte[new FileInfo(lost).Length]);
        nights.NewCalls();
    }

    [Fact]
    public async Task The_lost_sessions_are_requested_once_per_symbol()
    {
        (await nights.Trial.CallAsync("repair")).ShouldBe(ExitCode.Ok, "of 3 symbols fetched again", "every file of the lake is intact");
        nights.NewCalls().Count(c => c.Path.Contains("/chart/S0", StringComparison.Ordinal)).ShouldBe(3);
        foreach (var symbol in nights.Symbols) await nights.ShouldHoldAsync(First - 269, First, symbol);
        (await nights.SqlAsync("SELECT DISTINCT class, year(date), provider FROM bar_revisions")).ShouldBe(["rot,2023,yahoo"]);
    }

    [Fact]
    public async Task Bars_on_another_price_basis_are_not_spliced_in()
    {
        nights.Returned = (bar, symbol, _) => symbol != "S01" ? bar
            : bar with { Open = bar.Open / 2, High = bar.High / 2, Low = bar.Low / 2, Close = bar.Close / 2, AdjClose = bar.AdjClose / 2 };
        (await nights.Trial.CallAsync("repair")).ShouldBe(ExitCode.DataUnfit, "NOT repaired", "S01", "do not fit the stored ones");
        (await nights.Trial.CallAsync("sql", "SELECT 1")).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(lost));
    }

    [Fact]
    public async Task While_the_provider_is_down_nothing_is_dropped()
    {
        nights.Instead = _ => Servers.ProviderReply.Of(500);
        (await nights.Trial.CallAsync("repair")).Code.ShouldBeOneOf(ExitCode.DataUnfit, ExitCode.Temporary);
        nights.Instead = _ => null;
        (await nights.Trial.CallAsync("repair")).ShouldBe(ExitCode.Ok);
        await nights.ShouldHoldAsync(First - 269, First);
    }

    public void Dispose() => nights.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
