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
