using System.Globalization;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests.Report;

/// <summary>Where pages are written, and what is said when they cannot be.</summary>
public sealed class ReportCommandTests
{
    [Fact]
    public async Task The_night_writes_its_page_and_latest_leads_to_it()
    {
        using var trial = Night();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "publish_report");
        var reports = Path.Combine(trial.Data, "reports");
        var session = new FileInfo(Path.Combine(reports, "latest")).LinkTarget!;
        DateOnly.TryParseExact(session, "yyyy-MM-dd", out _).ShouldBeTrue(); // relative: the data root may be moved
        Directory.GetFileSystemEntries(reports).Select(Path.GetFileName).ShouldBe([session, "latest"], ignoreOrder: true);
        Directory.GetFileSystemEntries(Path.Combine(reports, session)).Select(Path.GetFileName).ShouldBe(["index.html"]);
        (await File.ReadAllTextAsync(Path.Combine(reports, "latest", "index.html"))).ShouldContain("<a class=\"sym\" href=\"#s=S01\">");
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_makes_the_night_partial()
    {
        using var trial = Night();
        Directory.CreateDirectory(trial.Data);
        await File.WriteAllTextAsync(Path.Combine(trial.Data, "reports"), "a file, not a directory");
        var ended = await trial.RunAsync();
        ended.ShouldBe(ExitCode.Ok, "publish_report", "partial  no page was written");
    }

    [Fact]
    public async Task An_older_session_leaves_latest_at_the_newest()
    {
        using var trial = Night();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var sessions = await trial.SqlAsync("SELECT DISTINCT date FROM features ORDER BY date");
        (await trial.CallAsync("report", "--date", sessions[0])).ShouldBe(ExitCode.Ok, $"{sessions[0]}/index.html");
        new FileInfo(Path.Combine(trial.Data, "reports", "latest")).LinkTarget.ShouldBe(sessions[^1]);
    }

    /// <summary>Ranks are among the members of each session, so they are computed over all symbols before one page.</summary>
    [Fact]
    public async Task The_newest_episode_of_a_screen_ends_in_the_session_for_its_members_alone()
    {
        using var trial = Night().With("SPY.csv", Market.Csv(9, 300));
        const string oversold = "        oversold: rsi_14 < 30\n";
        var jobs = trial.Jobs((oversold, $"{oversold}        strong: rs_rank >= 50\n        rising: close > sma_50\n        current: sessions_behind = 0\n"));
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("report", "S00", "S01", "S02", "--jobs", jobs)).ShouldBe(ExitCode.Ok);
        var members = await trial.SqlAsync("SELECT screen || ' ' || symbol FROM screen_members");
        members.Count(m => m.StartsWith("strong ", StringComparison.Ordinal)).ShouldBeInRange(1, 2);
        foreach (var symbol in (string[])["S00", "S01", "S02"])
        {
            var (page, day) = (await PageAsync(trial, "latest", $"{symbol}.html"), DateOnly.Parse(Newest(trial), CultureInfo.InvariantCulture));
            foreach (var screen in (string[])["strong", "rising", "trend_template"])
            {
                var episodes = Regex.Match(page, $"class=\"l\">{screen}<td>[0-9,]+<td>[0-9,]+<td class=\"l wrap\">([^<]*)").Groups[1].Value;
                var isMember = episodes.Split("; ")[0].Trim().EndsWith(day.ToString("d MMM yyyy", CultureInfo.InvariantCulture), StringComparison.Ordinal);
                isMember.ShouldBe(members.Contains($"{screen} {symbol}"), $"{screen} {symbol}: {episodes}");
            }
            page.ShouldContain("sessions_behind depends on the run, not on the session");
        }
    }

    [Fact]
    public async Task A_page_of_a_past_session_has_the_gaps_and_lines_of_its_night_and_no_positions_of_today()
    {
        using var trial = Night();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("report", "S01")).ShouldBe(ExitCode.Ok);
        var (session, then) = (Newest(trial), await CardAsync("latest"));
        then.ShouldContain("<tr>");
        Market.Write(trial.Replay, symbols: 3, sessions: 303);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("report", "S01", "--date", session)).ShouldBe(ExitCode.Ok);
        (await CardAsync(session)).ShouldBe(then);

        (await trial.CallAsync("report", "--date", session)).ShouldBe(ExitCode.Ok);
        var past = await PageAsync(trial, session, "index.html");
        past.ShouldContain("kept of the newest session only");
        past.ShouldContain("Positions are on the page of the newest session only.");
        var newest = await PageAsync(trial, "latest", "index.html");
        newest.ShouldNotContain("of the newest session only");
        newest.ShouldContain("No positions are stored");

        async Task<string> CardAsync(string folder) =>
            Regex.Match(await PageAsync(trial, folder, "S01.html"), "<h3>Gaps and lines</h3>.*?</div>", RegexOptions.Singleline).Value;
    }

    private static string Newest(Trial trial) => new FileInfo(Path.Combine(trial.Data, "reports", "latest")).LinkTarget!;

    private static Task<string> PageAsync(Trial trial, string folder, string name) => File.ReadAllTextAsync(Path.Combine(trial.Data, "reports", folder, name));

    [Fact]
    public async Task What_cannot_be_reported_is_said()
    {
        using var trial = Night();
        (await trial.CallAsync("report")).ShouldBe(ExitCode.DataUnfit, "features has no rows to report; run the nightly chain first: ./run.sh");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("report", "--date", "1999-01-04")).ShouldBe(ExitCode.DataUnfit, "features has no row of 1999-01-04; it holds ");
        (await trial.CallAsync("report", "--date", "4.1.1999")).ShouldBe(ExitCode.Usage, "--date 4.1.1999: expected a date like 2018-02-07");
        (await trial.CallAsync("report", "NOPE")).ShouldBe(ExitCode.DataUnfit, "no bars for 'NOPE' in price_data");
        (await trial.CallAsync("report", "../x")).ShouldBe(ExitCode.Usage, "invalid symbol '../x'");
    }

    private static Trial Night()
    {
        var trial = new Trial();
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        return trial;
    }
}
