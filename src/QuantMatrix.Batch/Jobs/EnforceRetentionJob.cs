using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Drops months of 5-minute bars that ended too long before the newest stored session; what was computed from them stays.</summary>
public sealed class EnforceRetentionJob : Job<EnforceRetentionOptions>, IWithoutBars
{
    protected override IEnumerable<JobCounter> Counted(EnforceRetentionOptions options) => [new("months_dropped"), new("bars_dropped"), new("bytes_dropped")];

    public override async Task<JobResult> RunAsync(EnforceRetentionOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        List<LakeFile> files = [.. commit.Basis.Of(PriceData5m.Name)];
        if (files.Count == 0) return JobResult.Ok("no 5-minute bars are stored");
        var newest = files.Max(f => f.LastDate)!.Value;
        var months = Expired(files.Select(f => f.Year), newest, options.MaxDays5m);
        if (months.Count == 0) return JobResult.Ok($"no month ended more than {Plural.Of(options.MaxDays5m, "day")} before {newest:yyyy-MM-dd}");
        if (!options.DryRun)
        {
            Drop(commit, months);
            run.Lake.Sweep();
        }
        var expired = files.Where(f => months.Contains(f.Year)).ToList();
        return JobResult.Ok(Text(options, months, expired)) with
        {
            Counters = options.DryRun ? new Dictionary<string, long>() : new Dictionary<string, long>
            {
                ["months_dropped"] = months.Count, ["bars_dropped"] = expired.Sum(f => f.Rows), ["bytes_dropped"] = expired.Sum(f => f.Bytes),
            },
        };
    }

    /// <summary>The months whose last day is more than some days before the newest session, oldest first.</summary>
    internal static IReadOnlyList<int> Expired(IEnumerable<int> months, DateOnly newest, int days) =>
        [.. months.Distinct().Where(month => PriceData5m.LastDay(month) < newest.AddDays(-days)).Order()];

    /// <summary>The record of what a folder's bars were made from stays, so that the next run does not read the dropped months again.</summary>
    private static void Drop(LakeCommit commit, IReadOnlyList<int> months)
    {
        commit.DropMonths(months);
        if (commit.Basis.MadeFrom.TryGetValue(PriceData5m.Name, out var inputs)) commit.Stamp(PriceData5m.Table, inputs);
        commit.Publish();
    }

    private static string Text(EnforceRetentionOptions options, IReadOnlyList<int> months, IReadOnlyList<LakeFile> files)
    {
        const double bytesPerMegabyte = 1e6;
        var names = string.Join(", ", months.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m / 100}-{m % 100:00}")));
        var size = (files.Sum(f => f.Bytes) / bytesPerMegabyte).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{(options.DryRun ? "would drop" : "dropped")} {Plural.Of(months.Count, "month")} of 5-minute bars ({names}): "
            + $"{Plural.Of(files.Sum(f => f.Rows), "bar")}, {size} MB";
    }
}

/// <summary>How long bars are kept.</summary>
public sealed record EnforceRetentionOptions
{
    [Description("5-minute bars are kept for this many days before the newest session; only whole months are dropped.")]
    [Range(1, 100_000)]
    public int MaxDays5m { get; init; } = 90;

    [Description("Say what would be dropped, and drop nothing.")]
    public bool DryRun { get; init; }
}
