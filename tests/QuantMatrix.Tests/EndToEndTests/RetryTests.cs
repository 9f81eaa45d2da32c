using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The units that a live night leaves open, <c>retry</c> of exactly these, and <c>backfill</c> of a range within a budget of calls.</summary>
[Trait("class", "slow")]
public sealed class RetryTests : IDisposable
{
    private const int First = 299;
    private const string Units = "SELECT symbol, date, state, attempts FROM units ORDER BY symbol, date";

    private readonly LiveNights nights = new("yahoo", symbols: 4);

    [Fact]
    public async Task What_is_missing_or_failed_is_a_unit_until_it_is_stored()
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        (await nights.SqlAsync("SELECT count(*) FROM units")).ShouldBe(["0"]);
        nights.Returned = (bar, symbol, _) => symbol == "S02" && bar.Day == Model.Day.Of(nights.Tonight) ? null : bar;
        nights.Instead = call => call.Symbol == "S03" ? ProviderReply.Of(404, "no such symbol") : null;
        await nights.NightAsync(First + 1);
        var night = $"{nights.Tonight:yyyy-MM-dd}";
        (await nights.SqlAsync(Units)).ShouldBe([$"S02,{night},missing,1", $"S03,{night},failed,1"]);
        await nights.NightAsync(First + 1);
        (await nights.SqlAsync(Units)).ShouldBe([$"S02,{night},missing,2", $"S03,{night},failed,2"]);
        nights.Instead = _ => null;
        await nights.NightAsync(First + 1);
        (await nights.SqlAsync(Units)).ShouldBe([$"S02,{night},missing,3"]);
        nights.Returned = (bar, _, _) => bar;
        await nights.NightAsync(First + 1);
        (await nights.SqlAsync(Units)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_requests_only_the_open_units_of_the_run_after_showing_the_calls()
    {
        await nights.NightAsync(First);
        nights.Instead = call => call.Symbol == "S03" ? ProviderReply.Of(404, "no such symbol") : null;
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok, "partial");
        nights.Instead = _ => null;
        var run = (await nights.Trial.CallAsync("runs")).Output.Split(' ')[0];
        nights.NewCalls();
        var checkedFiles = Path.Combine(nights.Trial.Data, "lake.checked");
        File.Delete(checkedFiles);
        (await nights.RetryAsync(run, "--dry-run")).ShouldBe(ExitCode.Ok, "backfill_symbols: 1 symbol (S03) open", "1 symbol", "1 due by");
        File.Exists(checkedFiles).ShouldBeFalse("a dry run writes nothing");
        nights.NewCalls().ShouldBeEmpty();
        (await nights.RetryAsync(run)).ShouldBe(ExitCode.Ok, "1 bar inserted");
        nights.NewCalls().Select(c => c.Symbol).Distinct().ShouldBe(["S03"]);
        (await nights.Trial.CallAsync("runs")).Output.ShouldContain($"retry of {run}");
        await nights.ShouldHoldAsync(First - 269, First + 1, "S03");
        (await nights.RetryAsync(run)).ShouldBe(ExitCode.Ok,
            $"nothing to retry: {run} has no failed job and no open unit. To run all of it again: ./run.sh run ");
    }

    [Fact]
    public async Task A_backfill_fetches_the_range_in_as_many_runs_as_the_calls_need()
    {
        await nights.TrackAsync();
        var (from, to) = ($"{nights.Sessions[20]:yyyy-MM-dd}", $"{nights.Sessions[29]:yyyy-MM-dd}");
        string[] command = ["backfill", "--from", from, "--to", to];
        (await nights.CallAsync(First, [.. command, "--max-calls", "2"])).ShouldBe(ExitCode.Ok, "2 symbols left: 2 calls at most; run it again to continue");
        (await nights.SqlAsync("SELECT count(DISTINCT symbol), min(date), max(date), count(*) FROM price_data")).ShouldBe([$"2,{from},{to},20"]);
        (await nights.CallAsync(First, [.. command, "--max-calls", "2"])).ShouldBe(ExitCode.Ok);
        (await nights.SqlAsync("SELECT count(DISTINCT symbol), count(*) FROM price_data")).ShouldBe(["4,40"]);
        nights.NewCalls();
        (await nights.CallAsync(First, command)).ShouldBe(ExitCode.Ok, "up to date");
        nights.NewCalls().ShouldBeEmpty();
        (await nights.CallAsync(First, ["backfill", "--from", to, "--to", from])).ShouldBe(ExitCode.Usage, $"--from {to} is after --to {from}");
    }

    /// <summary>Symbols that fail every time come first by name; the others are fetched all the same.</summary>
    [Fact]
    public async Task Symbols_that_fail_hold_up_no_others_of_a_limited_backfill()
    {
        await nights.TrackAsync();
        nights.Instead = call => call.Symbol is "S00" or "S01" ? ProviderReply.Of(404, "no such symbol") : null;
        string[] command =
            ["backfill", "--from", $"{nights.Sessions[20]:yyyy-MM-dd}", "--to", $"{nights.Sessions[29]:yyyy-MM-dd}", "--max-calls", "2"];
        (await nights.CallAsync(First, command)).Text.ShouldContain("2 symbols left");
        (await nights.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe(["0"]);
        await nights.CallAsync(First, command);
        (await nights.SqlAsync("SELECT symbol, count(*) FROM price_data GROUP BY symbol ORDER BY symbol")).ShouldBe(["S02,10", "S03,10"]);
        nights.Instead = _ => null;
        (await nights.CallAsync(First, command)).ShouldBe(ExitCode.Ok);
        (await nights.SqlAsync("SELECT count(DISTINCT symbol), count(*) FROM price_data")).ShouldBe(["4,40"]);
    }

    [Fact]
    public async Task Fewer_calls_than_one_symbol_needs_are_refused_with_the_number()
    {
        using var fmp = new LiveNights("fmp", symbols: 2);
        await fmp.TrackAsync();
        (await fmp.CallAsync(First, ["backfill", "--from", $"{fmp.Sessions[20]:yyyy-MM-dd}", "--to", $"{fmp.Sessions[29]:yyyy-MM-dd}", "--max-calls", "1"]))
            .ShouldBe(ExitCode.Configuration, "max_calls is 1, but S00 alone needs 3 calls; expected at least that");
    }

    public void Dispose() => nights.Dispose();
}
