using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Constituents;

/// <summary>Lists that differ more than plausible from the stored one.</summary>
public class AgreementTests
{
    private static readonly string[] Members = TrialConstituents.Sp500;

    /// <summary>Twenty members of 503 are others.</summary>
    private static readonly string[] Other = [.. Members[20..], .. TrialConstituents.Symbols(523)[503..]];

    [Theory]
    [InlineData(1, false)]
    [InlineData(40, false)]
    [InlineData(180, true)]
    [InlineData(548, true)]
    public async Task An_old_stored_list_may_differ_by_more(int days, bool accepted)
    {
        using var trial = await StoredAsync(days);
        var result = await trial.With("wikipedia", _ => Other).RunAsync();
        result.Status.ShouldBe(accepted ? JobStatus.Ok : JobStatus.Failed);
        (await trial.Tables.ActiveConstituentsAsync()).ShouldBe(accepted ? Other : Members, ignoreOrder: true);
    }

    [Fact]
    public async Task A_large_change_that_two_sources_agree_on_is_taken_without_confirmation()
    {
        using var trial = await StoredAsync();
        var result = await trial.With("fmp", _ => Other).With("wikipedia", _ => [.. Other[1..], "ZZZ"]).RunAsync();
        result.ShouldBe(JobStatus.Ok, "SP500 503 (fmp): 20 in, 20 out");
        result.Warnings.ShouldContain(
            "SP500: found 20 removed and 20 added of 503 members; expected at most 15 of each in 1 day; accepted, because fmp and wikipedia agree");
        result.Warnings.ShouldNotContain(w => w.Contains("confirm=true", StringComparison.Ordinal));
        (await trial.Tables.ActiveConstituentsAsync()).ShouldBe(Other, ignoreOrder: true);
    }

    [Fact]
    public async Task Two_sources_with_different_large_changes_are_both_rejected()
    {
        using var trial = await StoredAsync();
        string[] third = [.. Members[..^20], .. TrialConstituents.Symbols(523)[503..]];
        var result = await trial.With("fmp", _ => Other).With("wikipedia", _ => third).RunAsync();
        result.ShouldBe(JobStatus.Failed, "no list accepted", ExitCode.DataUnfit);
        result.Warnings.Count(w => w.Contains("no second source agrees", StringComparison.Ordinal)).ShouldBe(2);
        (await trial.Tables.ActiveConstituentsAsync()).ShouldBe(Members);
    }

    [Fact]
    public async Task A_plausible_list_is_preferred_to_an_implausible_one_of_an_earlier_source()
    {
        using var trial = await StoredAsync();
        var result = await trial.With("fmp", _ => Other).With("wikipedia", _ => [.. Members[1..], "ZZZ"]).RunAsync();
        result.ShouldBe(JobStatus.Ok, "SP500 503 (wikipedia): 1 in, 1 out");
        result.Warnings.ShouldContain(w => w.StartsWith("SP500: fmp: found 20 removed and 20 added", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(40, false)]
    public async Task A_committed_list_confirms_a_change_only_when_its_date_is_close(int daysOld, bool accepted)
    {
        using var trial = await StoredAsync(days: 60);
        var result = await trial.With("wikipedia", _ => [.. Members[30..], .. TrialConstituents.Symbols(533)[503..]])
            .With("file", _ => [.. Members[30..], .. TrialConstituents.Symbols(533)[503..]], trial.AsOf.AddDays(-daysOld)).RunAsync();
        result.Status.ShouldBe(accepted ? JobStatus.Ok : JobStatus.Failed);
    }

    [Fact]
    public async Task Agreement_does_not_excuse_an_implausible_number_of_members()
    {
        using var trial = await StoredAsync();
        var result = await trial.With("fmp", _ => Members[..400]).With("wikipedia", _ => Members[..400]).RunAsync();
        result.ShouldBe(JobStatus.Failed, "no list accepted; SP500: fmp: found 400 members; expected 495 to 510", ExitCode.DataUnfit);
    }

    /// <summary>A stored list, and a run some days later.</summary>
    private static async Task<TrialConstituents> StoredAsync(int days = 1)
    {
        var trial = new TrialConstituents().With("wikipedia", _ => Members);
        await trial.RunAsync();
        trial.AsOf = trial.AsOf.AddDays(days);
        return trial;
    }
}
