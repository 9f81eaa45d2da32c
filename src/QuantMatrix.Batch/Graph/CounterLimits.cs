using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Graph;

/// <summary>The limits of a job, <c>partial_if</c> and <c>fail_if</c>, applied to what it counted.</summary>
/// <param name="counters">What the job counts.</param>
internal sealed class CounterLimits(JobPolicy policy, IReadOnlyList<JobCounter> counters)
{
    /// <summary>Limits for counters that the job does not have, and percentages of counters without a total.</summary>
    /// <param name="key">The key with these limits, with its node.</param>
    public static IEnumerable<ConfigError> Faults(
        string label, YamlEntry key, IReadOnlyDictionary<string, CounterLimit> limits, IReadOnlyList<JobCounter> counters)
    {
        foreach (var (name, limit) in limits)
        {
            var (line, owner) = (key.Value.LineOf(name) ?? key.Line, $"key '{key.Key}' of {label}");
            if (counters.FirstOrDefault(c => c.Name == name) is not { } counter)
                yield return new(line, $"{owner}: unknown counter '{name}'{DidYouMean.Hint(name, counters.Select(c => c.Name))}");
            else if (limit.IsPercent && counter.Of is [])
                yield return new(line, $"{owner}: counter '{name}' has no total for a percentage; expected a number like \"> 10\"");
        }
    }

    /// <summary>
    /// The result of a job that ended well, made worse by a limit it exceeds; a failed job stays as it is. Limits applied before change nothing again.
    /// </summary>
    public JobResult Apply(JobResult result) => Limited(result) with { Again = result.Again is { } again ? Limited(again) : null };

    private JobResult Limited(JobResult result)
    {
        if (result.Status is not (JobStatus.Ok or JobStatus.Partial)) return result;
        List<string> failing = [.. Met(policy.FailIf, "fail_if", result)], partial = [.. Met(policy.PartialIf, "partial_if", result)];
        if (failing.Count > 0)
            return result with
            {
                Status = JobStatus.Failed,
                FailureCode = ExitCode.DataUnfit,
                Summary = $"{string.Join("; ", failing)}; {result.Summary}",
            };
        if (partial.Count > 0) return result with { Status = JobStatus.Partial, Warnings = [.. partial.Except(result.Warnings), .. result.Warnings] };
        var isWithinLimits = result.PartialBy.Count > 0 && result.PartialBy.All(policy.PartialIf.ContainsKey);
        return isWithinLimits ? result with { Status = JobStatus.Ok } : result;
    }

    private IEnumerable<string> Met(IReadOnlyDictionary<string, CounterLimit> limits, string key, JobResult result) =>
        from limit in limits
        let count = result.Counters.GetValueOrDefault(limit.Key)
        let total = counters.FirstOrDefault(c => c.Name == limit.Key)?.Of.Sum(part => result.Counters.GetValueOrDefault(part)) ?? 0
        where limit.Value.IsMet(count, total)
        select $"{limit.Key} is {Plural.Number(count)}{Share(limit.Value, count, total)}, limit {key}: {limit.Value}";

    private static string Share(CounterLimit limit, long count, long total) => !limit.IsPercent ? ""
        : string.Create(CultureInfo.InvariantCulture, $" of {Plural.Number(total)} ({100m * count / total:0.##}%)");
}
