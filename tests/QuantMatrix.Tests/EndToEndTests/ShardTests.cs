using System.Text.Json.Nodes;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Parts of the features, computed by shards before the job or by the job itself: the lake is the same.</summary>
public sealed class ShardTests : IDisposable
{
    private const string Recompute = "recompute_indicators_universe";

    /// <summary>Two symbols of 300 bars a part: four parts of seven symbols.</summary>
    private static readonly (string, string) SmallParts = ("options: {batch_size: 50, keep: 5,", "options: {batch_size: 50, part_bars: 650, keep: 5,");

    private readonly Trial trial = new();

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "3")]
    [InlineData(7, "2")]
    public async Task Any_number_of_shards_and_workers_leaves_the_files_of_a_run_without_shards(int shards, string workers)
    {
        using var plain = new Trial();
        await PrepareAsync(plain);
        (await RecomputeAsync(plain)).ShouldBe(ExitCode.Ok, "7 symbols");

        await PrepareAsync(trial);
        (await OrderAsync()).ShouldBe(ExitCode.Ok, "7 symbols as of 2016-03-");
        (await trial.CallAsync("shard", "--status")).ShouldBe(ExitCode.Ok, "missing: part 3, S06 to S06", "0 of 4 parts computed");
        for (var i = shards - 1; i >= 0; i--) (await trial.CallAsync("shard", "--shard", $"{i}/{shards}", "--workers", workers)).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("shard", "--status")).ShouldBe(ExitCode.Ok, "4 of 4 parts computed");
        Receipts().Select(r => ((string?)r["breadth_from"], (int?)r["breadth"]?["rows"])).Distinct().ShouldBe(
            [("2015-03-03", 520), ("2015-03-03", 260)], ignoreOrder: true);
        (await RecomputeAsync(trial, workers)).ShouldBe(ExitCode.Ok, "7 symbols", "4 parts found, 0 computed");

        LakeFiles.Computed(trial.Data).ShouldBe(LakeFiles.Computed(plain.Data));
        LakeFiles.Computed(plain.Data).Count(f => f.StartsWith("features", StringComparison.Ordinal)).ShouldBe(4);
        const string cache = "SELECT symbol, date, rsi_14, beta_252, rs_rank, trend_up_level FROM market_analysis_cache ORDER BY symbol";
        (await trial.SqlAsync(cache)).ShouldBe(await plain.SqlAsync(cache));
    }

    [Fact]
    public async Task A_shard_that_ends_anywhere_leaves_its_parts_and_another_one_computes_the_rest()
    {
        await PrepareAsync(trial);
        await OrderAsync();
        (await trial.CallAsync("shard", "--shard", "1/4")).ShouldBe(ExitCode.Ok, "0 found, 1 computed of 4 parts");
        var reached = 0;
        Failpoints.Armed = point =>
        {
            if (point == Failpoint.LakeAfterFile && ++reached == 2) throw new TemporaryException("the node is gone");
        };
        (await trial.CallAsync("shard")).ShouldBe(ExitCode.Temporary, "the node is gone");
        Failpoints.Armed = null;
        (await trial.CallAsync("shard")).Output.ShouldMatch("^[12] found, [32] computed of 4 parts\n$");
        (await RecomputeAsync(trial)).ShouldBe(ExitCode.Ok, "4 parts found, 0 computed");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("receipt")]
    [InlineData("rows")]
    [InlineData("foreign")]
    [InlineData("missing")]
    [InlineData("breadth")]
    [InlineData("missing breadth")]
    public async Task A_part_that_is_not_as_its_receipt_says_is_computed_again(string fault)
    {
        await PrepareAsync(trial);
        await OrderAsync();
        await trial.CallAsync("shard");
        string[] receipts = [.. Directory.GetFiles(Path.Combine(trial.Lake, "parts", "features"), "*.json")
            .Where(path => File.ReadAllText(path).Contains("\"rows\": 10", StringComparison.Ordinal))];
        var (features, breadth) = (FileOf("features"), FileOf("breadth"));
        switch (fault)
        {
            case "file": await BitFlipTests.FlipAsync(features, 400, 1); break;
            case "missing": File.Delete(features); break;
            case "breadth": await BitFlipTests.FlipAsync(breadth, 400, 1); break;
            case "missing breadth": File.Delete(breadth); break;
            case "receipt": File.WriteAllText(receipts[0], "{"); break;
            case "rows": File.WriteAllText(receipts[0], File.ReadAllText(receipts[0]).Replace("\"rows\": 10", "\"rows\": 11", StringComparison.Ordinal)); break;
            default: File.Copy(receipts[1], receipts[0], overwrite: true); break;
        }
        (await RecomputeAsync(trial)).ShouldBe(ExitCode.Ok, "3 parts found, 1 computed");
        (await trial.CallAsync("verify", "--full")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(*), count(DISTINCT symbol) FROM features")).ShouldBe(["35,7"]);
        using var plain = new Trial();
        await PrepareAsync(plain);
        await RecomputeAsync(plain);
        LakeFiles.Computed(trial.Data).ShouldBe(LakeFiles.Computed(plain.Data));

        string FileOf(string table) => Path.Combine(trial.Lake, (string)JsonNode.Parse(File.ReadAllText(receipts[0]))![table]!["path"]!);
    }

    [Fact]
    public async Task Parts_of_an_earlier_run_are_taken_again_and_nothing_is_listed_when_no_input_changed()
    {
        await PrepareAsync(trial);
        (await RecomputeAsync(trial)).ShouldBe(ExitCode.Ok, "35 rows written");
        var files = LakeFiles.Computed(trial.Data);
        (await RecomputeAsync(trial)).ShouldBe(ExitCode.Ok, "35 rows unchanged;");
        (await RecomputeAsync(trial, "2", "--set", $"{Recompute}.keep=6")).ShouldBe(ExitCode.Ok, "42 rows written (recomputed: options changed);");
        (await RecomputeAsync(trial)).ShouldBe(ExitCode.Ok, "35 rows written (recomputed: options changed); 4 parts found, 0 computed;");
        LakeFiles.Computed(trial.Data).ShouldBe(files);
    }

    [Fact]
    public async Task An_order_that_is_missing_old_or_of_another_build_is_refused()
    {
        await PrepareAsync(trial);
        (await trial.CallAsync("shard")).ShouldBe(ExitCode.Temporary, "no order; ./run.sh order writes it");
        await OrderAsync();
        var path = Path.Combine(trial.Lake, "parts", "order.json");
        var order = File.ReadAllText(path);
        File.WriteAllText(path, order.Replace("\"code\": \"", "\"code\": \"0", StringComparison.Ordinal));
        (await trial.CallAsync("shard")).ShouldBe(ExitCode.Configuration, "the order was written by another build");
        File.WriteAllText(path, order[..^3]);
        (await trial.CallAsync("shard")).ShouldBe(ExitCode.DataUnfit, "not an order");
        File.WriteAllText(path, order);
        (await trial.CallAsync("shard", "--shard", "4/4")).ShouldBe(ExitCode.Usage, "--shard 4/4: expected I/N with I from 0 and below N");
        (await RecomputeAsync(trial)).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("shard", "--status")).ShouldBe(ExitCode.Temporary, "the order is of version", "./run.sh order writes a new one");
    }

    public void Dispose() => trial.Dispose();

    /// <summary>Stores the bars and tracks the symbols; nothing is computed.</summary>
    /// <returns>The job file.</returns>
    internal static async Task<string> PrepareAsync(Trial trial)
    {
        Market.Write(trial.Replay, symbols: 7, sessions: 300);
        trial.With("constituents.csv", "index,symbol\nMINE,S00\nMINE,S01\nMINE,S03\nMINE,S04\nMINE,S05\nMINE,S06\n");
        var jobs = trial.Jobs(SmallParts, ("  benchmark: SPY ", "  benchmark: S02 "));
        foreach (var job in new[] { "refresh_index_constituents", "update_tracked_symbol_cache", "backfill_last_bars" })
            (await trial.CallAsync("run", job, "--jobs", jobs)).ShouldBe(ExitCode.Ok);
        return jobs;
    }

    private IEnumerable<JsonNode> Receipts() =>
        Directory.GetFiles(Path.Combine(trial.Lake, "parts", "features"), "*.json").Select(path => JsonNode.Parse(File.ReadAllText(path))!);

    private static Task<Ended> RecomputeAsync(Trial trial, string workers = "2", params string[] options) =>
        trial.CallAsync(["run", Recompute, "--jobs", Path.Combine(trial.Folder, "jobs.yaml"), "--workers", workers, .. options]);

    private Task<Ended> OrderAsync() => trial.CallAsync("order", "--jobs", Path.Combine(trial.Folder, "jobs.yaml"));
}
