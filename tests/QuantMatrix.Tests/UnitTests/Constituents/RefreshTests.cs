using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Constituents;

public class RefreshTests
{
    private static readonly string[] Members = TrialConstituents.Sp500;

    /// <summary>Failure 7: a constituents source returns an empty or truncated page; the whole index is deactivated.</summary>
    [Theory]
    [InlineData(250, "found 250 members; expected 495 to 510")]
    [InlineData(494, "found 494 members; expected 495 to 510")]
    [InlineData(511, "found 511 members; expected 495 to 510")]
    public async Task A_list_of_implausible_size_changes_nothing_and_is_reported(int members, string why)
    {
        using var trial = new TrialConstituents().With("wikipedia", _ => Members);
        (await trial.RunAsync()).ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia): 503 in, 0 out");
        var before = await trial.StoredAsync();
        trial.AsOf = trial.AsOf.AddDays(1);

        var result = await trial.With("wikipedia", _ => TrialConstituents.Symbols(members)).RunAsync();

        result.ShouldBe(JobStatus.Failed, "no list accepted", ExitCode.DataUnfit);
        result.Warnings.ShouldContain($"SP500: wikipedia: {why}");
        (await trial.StoredAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_page_without_members_changes_nothing_and_the_run_continues_with_the_stored_ones()
    {
        using var trial = new TrialConstituents().With("wikipedia", _ => throw new DataUnfitException("found no members"));
        (await trial.RunAsync()).ShouldBe(JobStatus.Failed, "no list accepted", ExitCode.DataUnfit);
        await trial.With("wikipedia", _ => Members).RunAsync();
        var before = await trial.StoredAsync();
        trial.AsOf = trial.AsOf.AddDays(1);

        var result = await trial.With("wikipedia", _ => throw new DataUnfitException("found no members")).RunAsync();

        result.ShouldBe(JobStatus.Partial, "no list accepted");
        result.Warnings.ShouldContain("SP500: wikipedia: found no members");
        result.Warnings.ShouldContain("SP500: no source returned an acceptable list; memberships of 2024-03-01 unchanged");
        (await trial.StoredAsync()).ShouldBe(before);
    }

    /// <summary>Only a retry can help when one of the sources is unavailable.</summary>
    [Fact]
    public async Task Without_members_an_unavailable_source_makes_the_failure_temporary()
    {
        using var trial = new TrialConstituents().With("fmp", _ => throw new ConfigurationException("HTTP 402"))
            .With("wikipedia", _ => throw new TemporaryException("HTTP 429")).With("file", _ => throw new DataUnfitException("malformed"));
        (await trial.RunAsync()).ShouldBe(JobStatus.Temporary, "no list accepted; SP500: fmp: HTTP 402", ExitCode.Temporary);
    }

    [Fact]
    public async Task A_list_with_too_many_changes_is_rejected_until_confirmed()
    {
        using var trial = new TrialConstituents().With("wikipedia", _ => Members);
        await trial.RunAsync();
        string[] other = [.. Members[16..], .. TrialConstituents.Symbols(519)[503..]];
        trial.AsOf = trial.AsOf.AddDays(1);

        var refused = await trial.With("wikipedia", _ => other).RunAsync();
        refused.ShouldBe(JobStatus.Failed, "no list accepted", ExitCode.DataUnfit);
        refused.Warnings[0].ShouldBe("SP500: wikipedia: found 16 removed and 16 added of 503 members; "
            + "expected at most 15 of each in 1 day; no second source agrees; set the option confirm=true to accept the list");
        (await trial.Tables.ActiveConstituentsAsync()).ShouldBe(Members);

        (await trial.RunAsync(new() { Indices = ["SP500"], Confirm = true })).ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia): 16 in, 16 out");
    }

    [Fact]
    public async Task Changes_up_to_3_percent_and_at_least_one_are_accepted()
    {
        using var trial = new TrialConstituents().With("wikipedia", index => index == "SP500" ? Members : Members[..30]);
        await trial.RunAsync(new());
        trial.AsOf = trial.AsOf.AddDays(1);
        trial.With("wikipedia", index => index == "SP500" ? [.. Members[15..], .. TrialConstituents.Symbols(518)[503..]] : Members[1..31]);

        (await trial.RunAsync(new() { Indices = ["SP500", "DOW30"] })).ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia), DOW30 30 (wikipedia): 16 in, 16 out");
    }

    [Fact]
    public async Task The_source_after_a_failing_one_is_used_and_the_failure_is_reported()
    {
        using var trial = new TrialConstituents().With("file", _ => throw new InvalidOperationException()).With("wikipedia", _ => Members)
            .With("fmp", _ => throw new ConfigurationException("HTTP 402"));
        var result = await trial.RunAsync();
        result.ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia)");
        result.Warnings.ShouldBe(["SP500: fmp: HTTP 402"]);
    }

    [Fact]
    public async Task A_truncated_list_of_one_source_is_skipped_for_the_next_source()
    {
        using var trial = new TrialConstituents().With("fmp", _ => Members[..3]).With("wikipedia", _ => Members);
        (await trial.RunAsync()).ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia)");
        (await trial.RunAsync(new() { Indices = ["SP500"], Sources = ["wikipedia", "fmp"] })).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_without_a_key_is_skipped_and_reported()
    {
        using var trial = new TrialConstituents().With("wikipedia", _ => Members).With("file", _ => Members);
        (await trial.RunAsync()).Warnings.ShouldBe(["fmp: skipped, no key is set"]);
    }

    [Fact]
    public async Task A_committed_list_starts_an_index_at_its_own_date_and_never_overrides_a_newer_list()
    {
        using var trial = new TrialConstituents().With("wikipedia", _ => throw new TemporaryException("down")).With("file", _ => Members, new(2023, 12, 1));
        (await trial.RunAsync()).ShouldBe(JobStatus.Partial, "SP500 503 (file of 2023-12-01): 503 in, 0 out");
        (await trial.StoredAsync()).ShouldAllBe(m => m.FirstSeen == new DateOnly(2023, 12, 1));

        string[] newer = [.. Members[1..], "ZZZ"];
        await trial.With("wikipedia", _ => newer).RunAsync();
        var result = await trial.With("wikipedia", _ => throw new TemporaryException("down")).RunAsync();

        result.ShouldBe(JobStatus.Partial, "no list accepted; SP500: the stored list is newer than that of 2023-12-01; memberships unchanged");
        (await trial.Tables.ActiveConstituentsAsync()).ShouldBe(newer, ignoreOrder: true);
    }

    [Fact]
    public async Task An_outage_stops_the_run_only_when_no_members_are_stored()
    {
        using var trial = new TrialConstituents().With("wikipedia", _ => throw new TemporaryException("down"));
        (await trial.RunAsync()).ShouldBe(JobStatus.Temporary, "no list accepted", ExitCode.Temporary);
        await trial.With("wikipedia", _ => Members).RunAsync();
        (await trial.With("wikipedia", _ => throw new TemporaryException("down")).RunAsync()).ShouldBe(JobStatus.Partial, "no list accepted");
        (await trial.Tables.ActiveConstituentsAsync()).ShouldBe(Members);
    }

    [Fact]
    public async Task One_rejected_index_of_several_makes_the_refresh_partial()
    {
        using var trial = new TrialConstituents().With("wikipedia", index => index == "SP500" ? Members : Members[..29]);
        var result = await trial.RunAsync(new() { Indices = ["SP500", "DOW30"] });
        result.ShouldBe(JobStatus.Partial, "SP500 503 (wikipedia)");
        result.Warnings.ShouldContain("DOW30: wikipedia: found 29 members; expected 30");
    }

    /// <summary>Neither size nor drift is checked for a list in the user's own folder.</summary>
    [Fact]
    public async Task A_folders_own_list_is_accepted_without_checks()
    {
        using var trial = new TrialConstituents();
        trial.Sources.Add(Folder(Members[..125]));
        (await trial.RunAsync()).ShouldBe(JobStatus.Ok, "SP500 125: 125 in, 0 out");
        trial.Sources[0] = Folder("AA");
        trial.AsOf = trial.AsOf.AddDays(1);
        (await trial.RunAsync()).ShouldBe(JobStatus.Ok, "SP500 1: 0 in, 124 out");
    }

    [Fact]
    public async Task A_rename_is_not_a_membership_change_and_is_reported()
    {
        Rename[] renames = [.. Members[..40].Select(m => new Rename(m, m + "X", new(2024, 3, 2)))];
        using var trial = new TrialConstituents { Renames = renames }.With("wikipedia", _ => Members);
        await trial.RunAsync();
        trial.AsOf = new(2024, 3, 2);
        var result = await trial.With("wikipedia", _ => [.. Members[..40].Select(m => m + "X"), .. Members[40..]]).RunAsync();
        result.ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia): 0 in, 0 out, 40 renamed");
        result.Warnings.ShouldContain("SP500: AA renamed to AAX");
    }

    private static ReplayConstituents Folder(params string[] members) =>
        new(new Dictionary<string, IReadOnlyList<IndexMember>> { ["SP500"] = SymbolMembers.Of(members) });
}
