using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>What cron mails for a night that needs attention: the output of <c>run --quiet</c>.</summary>
[Trait("class", "slow")]
public sealed class NightMailTests : IDisposable
{
    private const int First = 299;

    private readonly LiveNights nights = new("yahoo", symbols: 3);

    [Fact]
    public async Task The_first_lines_say_what_failed_since_when_and_what_to_do_next()
    {
        var good = await nights.NightAsync(First, "03:00", "--quiet");
        good.Code.ShouldBe(ExitCode.Ok, good.Text);
        var last = Newest();
        nights.Instead = _ => ProviderReply.TooMany("3600");
        await nights.NightAsync(First + 1, "03:00", "--quiet");
        var mail = await nights.NightAsync(First + 2, "03:00", "--quiet");
        mail.Code.ShouldBe(ExitCode.Temporary);
        var (id, since) = (Newest(), $"{nights.Sessions[First + 1].AddDays(1):yyyy-MM-dd}");
        var lines = mail.Output.Split('\n');
        lines[0].ShouldStartWith($"FAILED 2nd night since {since}: backfill_symbols: yahoo: HTTP 429: ");
        lines[0].ShouldEndWith($"; ./run.sh retry {id}");
        lines[1].ShouldStartWith("  failed     backfill_symbols: yahoo: HTTP 429: Too Many Requests");
        lines[2..7].ShouldBe(
        [
            $"  since      {since}, 2 nights; last good {last}, session {nights.Sessions[First]:yyyy-MM-dd}",
            $"  next       ./run.sh retry {id}",
            "             temporary: repeat it when the cause has passed; the next scheduled run makes up for it",
            "  then       ./run.sh status",
            "  or         ./run.sh doctor   # when it fails again: checks machine, keys, servers and data",
        ]);
        lines[7].ShouldStartWith("backfill_symbols  temporary  0 of 3 symbols");
        (await nights.Trial.CallAsync("status", id)).Output.ShouldContain(
            $"backfill_symbols since {since} 03:00 UTC, 2 runs: yahoo: HTTP 429: Too Many Requests");
        nights.Instead = _ => null;
        (await nights.NightAsync(First + 2, "05:00", "--quiet")).Output.Split('\n')[0].ShouldMatch("^recovered after 2 nights, since ");
    }

    public void Dispose() => nights.Dispose();

    private string Newest() => Path.GetFileNameWithoutExtension(
        Directory.GetFiles(Path.Combine(nights.Trial.Data, "runs"), "*.json").Order(StringComparer.Ordinal).Last());
}
