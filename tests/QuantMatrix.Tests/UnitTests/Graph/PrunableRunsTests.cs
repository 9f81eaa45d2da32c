using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Which reports of old runs are deleted.</summary>
public sealed class PrunableRunsTests
{
    private static readonly DateTimeOffset Begin = new(2024, 3, 1, 3, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A word a night, oldest first: the target, a colon, then a letter per job a, b, c: o ok, f failed, - not run; or <c>!</c> for a run that
    /// was refused, <c>r</c> for one in progress. The last number of nights is young.
    /// </summary>
    [Theory]
    [InlineData("n:oo n:oo n:oo n:oo", 1, "1 2 3", "")]
    [InlineData("n:oo n:oo n:oo", 0, "1 2", "3")] // the newest good run
    [InlineData("n:oo n:of n:of n:of", 0, "", "1 2 3 4")] // b fails since night 2; a is last good in 4
    [InlineData("n:oo n:of n:oo n:oo", 1, "1 2 3", "")]
    [InlineData("n:oo n:of n:of n:of", 1, "", "1 2 3")]
    [InlineData("n:oo n:of n:oo n:of n:of", 1, "1 2", "3 4")] // the streak begins in night 4, after the success of night 3
    [InlineData("n:oo m:oo n:oo n:oo", 1, "1 3", "2")] // the newest good run of each target
    [InlineData("n:oo n:! n:oo", 1, "1 2", "")]
    [InlineData("n:oo n:! n:!", 0, "", "1 2 3")]
    [InlineData("n:oo n:r n:oo", 1, "1", "2")]
    [InlineData("n:o- n:-o n:oo n:oo", 1, "1 2 3", "")]
    [InlineData("n:oo n:-f n:o- n:o-", 1, "3", "1 2")] // b was last good in night 1
    public void Nothing_that_status_shows_is_deleted(string nights, int young, string deleted, string kept)
    {
        var runs = nights.Split(' ').Select((night, i) => Run(i + 1, night)).Reverse().ToList();
        var pruned = PrunableRuns.Of(runs, new HashSet<string>(), Begin.AddDays(runs.Count - young).AddHours(-1));
        (Sorted(pruned.Delete), Sorted(pruned.Keep)).ShouldBe((deleted, kept));

        var watched = new[] { "n", "m", "a", "b" };
        var left = runs.Where(r => !pruned.Delete.Contains(r.Id)).ToList();
        FailureStreak.Of(left, watched).Select(f => (f.Name, f.First.Id, f.Runs)).ShouldBe(
            FailureStreak.Of(runs, watched).Select(f => (f.Name, f.First.Id, f.Runs)));
        foreach (var target in watched[..2])
            LastGood(left, target).ShouldBe(LastGood(runs, target));
    }

    [Fact]
    public void An_open_run_stays()
    {
        var runs = Enumerable.Range(1, 4).Select(i => Run(i, "n:o")).Reverse().ToList();
        PrunableRuns.Of(runs, new HashSet<string> { "2" }, Begin.AddDays(2.5)).Delete.ShouldBe(["3", "1"]);
    }

    private static string? LastGood(IEnumerable<PastRun> newestFirst, string target) => newestFirst.FirstOrDefault(r => r.Target == target && r.IsGood)?.Id;

    private static string Sorted(IEnumerable<string> ids) => string.Join(' ', ids.Order(StringComparer.Ordinal));

    private static PastRun Run(int night, string text)
    {
        var (target, letters) = (text.Split(':')[0], text.Split(':')[1]);
        PastJob[] jobs = [.. letters.Select((letter, i) => (letter, Name: $"{(char)('a' + i)}")).Where(j => j.letter is 'o' or 'f')
            .Select(j => new PastJob(j.Name, "kind", j.letter == 'o' ? JobStatus.Ok : JobStatus.Failed, "why"))];
        var status = letters == "r" ? JobStatus.Running : letters == "!" || jobs.Any(j => !j.IsGood) ? JobStatus.Failed : JobStatus.Ok;
        return new($"{night}", target, Begin.AddDays(night - 1), status) { Jobs = jobs, Reason = letters == "!" ? "refused" : null };
    }
}
