using System.ComponentModel;
using System.Text.RegularExpressions;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Publishes for each screen the set of symbols whose newest values satisfy its condition.</summary>
public sealed class PublishScreensJob : Job<PublishScreensOptions>
{
    /// <summary>Longer than any weekend; a screen that is no longer published expires.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(7);

    /// <summary>The symbols of each screen.</summary>
    protected override IEnumerable<JobCounter> Counted(PublishScreensOptions options) => options.Screens.Keys.Select(name => new JobCounter(name));

    public override async Task<JobResult> RunAsync(PublishScreensOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var manifest = run.Lake.Current();
        if (!manifest.Of(run.Lake.Features.Name).Any()) throw new DataUnfitException("features has no rows to screen; run recompute_indicators_universe first");
        var counts = new Dictionary<string, long>();
        foreach (var (name, condition) in options.Screens)
        {
            var symbols = await MatchesAsync(run, manifest, name, new ScreenCondition(condition), ct);
            await run.Sets.ReplaceSetAsync($"screen:{name}", symbols, TimeToLive, ct);
            counts.Add(name, symbols.Count);
        }
        return JobResult.Ok(counts.Count == 0 ? "no screens" : string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"))) with { Counters = counts };
    }

    private static async Task<IReadOnlyList<string>> MatchesAsync(
        RunContext run, Manifest manifest, string name, ScreenCondition condition, CancellationToken ct)
    {
        try
        {
            var symbols = await run.Lake.TableAsync(manifest, $"SELECT symbol FROM ({FeatureTable.Newest(run.Lake.Features)}) {condition.Where}", ct);
            return symbols is null ? [] : [.. Enumerable.Range(0, symbols.Length).Select(i => ((StringArray)symbols.Column(0)).GetString(i))];
        }
        catch (DataUnfitException e)
        {
            throw new DataUnfitException($"condition of screen '{name}' ({condition.Text}): {e.Message}", e);
        }
    }
}

/// <summary>The screens to publish.</summary>
public sealed partial record PublishScreensOptions : ICheckedOptions
{
    [Description("SQL conditions on the columns, by the screen's name; the same as for the command screen.")]
    public IReadOnlyDictionary<string, string> Screens { get; init; } = new Dictionary<string, string>();

    IEnumerable<OptionFault> ICheckedOptions.Faults => Screens.SelectMany(s => FaultsOf(s.Key, new ScreenCondition(s.Value)));

    private static IEnumerable<OptionFault> FaultsOf(string name, ScreenCondition condition)
    {
        if (!Name().IsMatch(name)) yield return new($"invalid screen name '{name}'; expected lower-case letters, digits and _", name);
        if (condition.Fault is { } fault) yield return new($"condition of screen '{name}' ({condition.Text}): {fault}", name);
    }

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Name();
}
