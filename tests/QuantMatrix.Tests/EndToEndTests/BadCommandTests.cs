using System.Runtime.Versioning;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Faults of the command line and the settings are reported before anything is written.</summary>
[UnsupportedOSPlatform("windows")] // permissions are those of Unix
[Trait("class", "slow")]
public sealed class BadCommandTests : IDisposable
{
    private readonly Trial trial = new Trial().With("AAA.csv", Market.Csv(1, 30));

    [Fact]
    public async Task An_unknown_job_is_a_usage_error_with_the_nearest_name() =>
        ShouldTouchNothing(await trial.CallAsync("run", "monitor_coverage_helth"), ExitCode.Usage,
            "unknown job or chain 'monitor_coverage_helth'; did you mean 'monitor_coverage_health'?");

    [Fact]
    public async Task A_job_unlike_any_other_is_a_usage_error_with_a_list_of_names() =>
        ShouldTouchNothing(await trial.CallAsync("run", "no_such_job"), ExitCode.Usage, "'no_such_job'", Trial.Chain);

    [Fact]
    public async Task A_cycle_is_shown_from_a_job_back_to_itself() =>
        ShouldOnlyReport(await RunAsync("""
            jobs:
              a: {run: update_tracked_symbol_cache, needs: [b]}
              b: {run: backfill_last_bars, needs: [a]}
            """), ExitCode.Configuration, "bad.yaml:2: circular dependency: a -> b -> a");

    [Fact]
    public async Task A_misspelled_option_of_the_job_file_is_reported_with_its_line() =>
        ShouldOnlyReport(await RunAsync("""
            jobs:
              a:
                run: backfill_last_bars
                options: {dayz: 5}
            """), ExitCode.Configuration, "bad.yaml:4: job 'a' has no option 'dayz'; did you mean 'days'?");

    [Fact]
    public async Task An_invalid_screen_is_reported_with_its_name_and_line() =>
        ShouldOnlyReport(await RunAsync("""
            jobs:
              a:
                run: publish_screens
                options: {screens: {good: rsi_14 < 30,
                  cheap: rsi14 < 30,
                  half: "close > ",
                  mean: avg(close) > 3,
                  Bad: close > 3}}
            """), ExitCode.Configuration,
            "bad.yaml:5: option 'screens' of job 'a': condition of screen 'cheap' (rsi14 < 30): unknown column 'rsi14'; did you mean 'rsi_14'?",
            "bad.yaml:6: option 'screens' of job 'a': condition of screen 'half' (close > ): syntax error at the end",
            "bad.yaml:7: option 'screens' of job 'a': condition of screen 'mean' (avg(close) > 3): function avg() is not available",
            "bad.yaml:8: option 'screens' of job 'a': invalid screen name 'Bad'");

    [Fact]
    public async Task The_command_screen_reports_an_invalid_condition_as_the_job_does() =>
        ShouldTouchNothing(await trial.CallAsync("screen", "rsi14 < 30"), ExitCode.Usage, "unknown column 'rsi14'; did you mean 'rsi_14'?");

    [Fact]
    public async Task A_misspelled_option_of_the_command_line_is_a_usage_error() =>
        ShouldTouchNothing(await trial.RunAsync("--set", "recompute_indicators_universe.kep=all"), ExitCode.Usage,
            "--set recompute_indicators_universe.kep=all", "has no option 'kep'; did you mean 'keep'?");

    [Fact]
    public async Task A_replay_folder_that_is_a_file_is_a_configuration_error()
    {
        var file = Path.Combine(trial.Replay, "AAA.csv");
        using var other = new Trial { Replay = file };
        (await other.RunAsync()).ShouldBe(ExitCode.Configuration, "QM_REPLAY", file, "is a file; expected a directory");
    }

    [Fact]
    public async Task A_missing_replay_folder_is_a_configuration_error()
    {
        using var other = new Trial { Replay = Path.Combine(trial.Folder, "none") };
        (await other.RunAsync()).ShouldBe(ExitCode.Configuration, "QM_REPLAY", other.Replay, "is not a directory");
    }

    [UserFact]
    public async Task An_unreadable_replay_folder_is_a_configuration_error()
    {
        File.SetUnixFileMode(trial.Replay, UnixFileMode.None);
        var ended = await trial.RunAsync();
        File.SetUnixFileMode(trial.Replay, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ended.ShouldBe(ExitCode.Configuration, trial.Replay, "cannot be read", "expected a readable directory");
    }

    [UserFact]
    public async Task A_data_root_without_the_right_to_write_is_a_configuration_error()
    {
        var runs = Directory.CreateDirectory(Path.Combine(trial.Data, "runs")).FullName;
        File.SetUnixFileMode(runs, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var ended = await trial.RunAsync();
        File.SetUnixFileMode(runs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ended.ShouldBe(ExitCode.Configuration, "QM_DATA", runs);
    }

    [Fact]
    public async Task A_data_root_that_cannot_be_made_is_a_configuration_error()
    {
        using var other = new Trial { Data = Path.Combine(trial.Replay, "AAA.csv", "data") };
        (await other.RunAsync()).ShouldBe(ExitCode.Configuration, "QM_DATA", "cannot create directory", other.Data);
    }

    [Theory]
    [InlineData("lake")]
    [InlineData("embedded")]
    public async Task A_file_in_place_of_a_directory_of_the_data_root_is_a_configuration_error(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(trial.Data).FullName, folder);
        await File.WriteAllTextAsync(file, "mine");
        (await trial.RunAsync()).ShouldBe(ExitCode.Configuration, file);
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");
    }

    public void Dispose() => trial.Dispose();

    private async Task<Ended> RunAsync(string jobs)
    {
        var file = Path.Combine(trial.Folder, "bad.yaml");
        await File.WriteAllTextAsync(file, jobs);
        return await trial.CallAsync("run", "a", "--jobs", file);
    }

    /// <summary>A run with an invalid job file leaves its report and nothing else.</summary>
    private void ShouldOnlyReport(Ended ended, int code, params string[] parts)
    {
        ended.ShouldBe(code, parts);
        Directory.GetFileSystemEntries(trial.Data).ShouldBe([Path.Combine(trial.Data, "runs")]);
        Directory.GetFiles(Path.Combine(trial.Data, "runs")).ShouldHaveSingleItem().ShouldEndWith(".json");
    }

    private void ShouldTouchNothing(Ended ended, int code, params string[] parts)
    {
        ended.ShouldBe(code, parts);
        Directory.Exists(trial.Data).ShouldBeFalse();
    }
}
