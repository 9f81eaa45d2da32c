using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Parts;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>From which session on <c>market_breadth</c> must be computed: the first one whose bars are new or changed.</summary>
/// <param name="From">Days since 1970-01-01; null when every row is up to date.</param>
/// <param name="Last">The run's session, the last one covered.</param>
/// <param name="Stamp">The inputs of the table after the update.</param>
internal sealed record BreadthPlan(int? From, DateOnly Last, InputFingerprints Stamp)
{
    /// <summary>The fewest sessions covered, where there are bars.</summary>
    public const int Sessions = 260;

    private const string FilePrefix = "bars from ", AsOf = "as_of";

    /// <summary>The stored rows, and the plan of a run or of the shards before it.</summary>
    /// <param name="inputs">Those of the order.</param>
    public static async Task<(IReadOnlyList<MarketBreadth> Stored, BreadthPlan Plan)> ReadAsync(
        RunContext run, Manifest prices, ComputeOrder order, InputFingerprints inputs, CancellationToken ct)
    {
        var stored = await run.Lake.RowsAsync(prices, BreadthTable.Table, ct);
        string[] independent = [PriceData.Name, AsOf, "options"];
        List<(string, string)> others = [.. inputs.Parts.Where(p => !independent.Contains(p.Key)).Select(p => (p.Key, p.Value)),
            ("stage", $"{order.Options.Stage}"), ("benchmark", order.Options.Benchmark)];
        var sessions = order.Options.Keep == RowsToKeep.All ? Sessions : Math.Max(Sessions, order.Options.Keep.Sessions);
        var made = prices.MadeFrom.GetValueOrDefault(BreadthTable.Table.Name);
        return (stored, Of(stored, made, prices.Of(PriceData.Name), others, run.Calendar.Back(order.AsOf, sessions - 1), order.AsOf));
    }

    /// <param name="stored">The rows of the table.</param>
    /// <param name="made">The inputs they were made from; null when unknown.</param>
    /// <param name="bars">The files of <c>price_data</c>.</param>
    /// <param name="others">All inputs but bars and session; when one changed every row is computed again.</param>
    /// <param name="first">The first session to cover.</param>
    /// <param name="last">The run's session.</param>
    public static BreadthPlan Of(IReadOnlyList<MarketBreadth> stored, InputFingerprints? made, IEnumerable<LakeFile> bars,
        IEnumerable<(string Input, string Content)> others, DateOnly first, DateOnly last)
    {
        var stamp = InputFingerprints.Of([.. others, (AsOf, $"{last:O}"), .. bars.Select(f => ($"{FilePrefix}{f.FirstDate:yyyy-MM-dd} {f.Hash[..16]}", ""))]);
        if (stored.Count == 0 || made is null) return new(Day.Of(first), last, stamp);
        var changed = stamp.Parts.Except(made.Parts).Concat(made.Parts.Except(stamp.Parts)).Select(p => p.Key).Distinct().ToList();
        var oldest = Math.Min(stored.Min(r => r.Day), Day.Of(first));
        List<int> starts = [.. changed.Select(input => Math.Max(oldest, Start(input) ?? (input == AsOf ? stored.Max(r => r.Day) + 1 : oldest)))];
        return new(starts.Count == 0 ? null : starts.Min(), last, stamp);
    }

    /// <summary>The rows of the table after the update: those before <see cref="From"/> stay.</summary>
    public IReadOnlyList<MarketBreadth> Merge(IReadOnlyList<MarketBreadth> stored, IReadOnlyList<MarketBreadth> computed) =>
        [.. stored.Where(r => r.Day < (From ?? int.MaxValue) && r.Day <= Day.Of(Last)), .. computed];

    /// <summary>The oldest bar of a file that is new or gone; null for another input.</summary>
    private static int? Start(string input) => input.StartsWith(FilePrefix, StringComparison.Ordinal)
        ? Day.Of(DateOnly.ParseExact(input[FilePrefix.Length..].Split(' ')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;
}
