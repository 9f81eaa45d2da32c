using System.Text.RegularExpressions;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Publishes for each screen the set of symbols whose newest values fulfil its condition.</summary>
public sealed class PublishScreensJob : Job<PublishScreensOptions>
{
    /// <summary>Longer than any weekend: what nobody renews, because the batch stands still or the screen was taken out, is not shown for ever.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    public override async Task<JobResult> RunAsync(PublishScreensOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var manifest = run.Lake.Current();
        if (!manifest.Of(run.Lake.Features.Name).Any()) throw new DataUnfitException("features hold no row to screen; run recompute_indicators_universe first");
        var counts = new Dictionary<string, long>();
        foreach (var (name, condition) in options.Screens)
        {
            var hits = await HitsAsync(run, manifest, name, new ScreenCondition(condition), ct);
            await run.Sets.ReplaceSetAsync($"screen:{name}", hits, KeptFor, ct);
            counts.Add(name, hits.Count);
        }
        return JobResult.Ok(counts.Count == 0 ? "no screens" : string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"))) with { Counters = counts };
    }

    private static async Task<IReadOnlyList<string>> HitsAsync(RunContext run, Manifest manifest, string name, ScreenCondition condition, CancellationToken ct)
    {
        try
        {
            var hits = await run.Lake.TableAsync(manifest, $"SELECT symbol FROM ({FeatureTable.Newest(run.Lake.Features)}) {condition.Where}", ct);
            return hits is null ? [] : [.. Enumerable.Range(0, hits.Length).Select(i => ((StringArray)hits.Column(0)).GetString(i))];
        }
        catch (DataUnfitException e)
        {
            throw new DataUnfitException($"screen '{name}' asks for '{condition.Text}': {e.Message}", e);
        }
    }
}

/// <summary>Which screens there are.</summary>
public sealed partial record PublishScreensOptions : ICheckedOptions
{
    /// <summary>Conditions over the columns, as the verb <c>screen</c> takes them, by name.</summary>
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
