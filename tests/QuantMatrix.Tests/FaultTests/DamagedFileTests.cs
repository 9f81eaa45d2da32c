using System.Text.RegularExpressions;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A flipped bit in any file of a data root is reported by what reads it, or has no effect: it never becomes another number.</summary>
[Trait("class", "slow")]
public sealed partial class DamagedFileTests(FaultNights nights) : IClassFixture<FaultNights>, IDisposable
{
    private static readonly string[] Queries =
    [
        "SELECT (SELECT bit_xor(hash(p)) FROM price_data p) AS bars, (SELECT bit_xor(hash(f)) FROM features f) AS features, count(*) FROM quarantine",
        "SELECT (SELECT bit_xor(hash(h)) FROM market_analysis_history h) AS history, (SELECT bit_xor(hash(c)) FROM market_analysis_cache c) AS cache",
    ];

    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_flipped_bit_in_any_kind_of_file_is_reported_or_has_no_effect()
    {
        var kinds = Directory.EnumerateFiles(nights.Before, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => Path.GetRelativePath(nights.Before, f)).Where(f => new FileInfo(Path.Combine(nights.Before, f)).Length > 0)
            .GroupBy(f => Digits().Replace(f, "N")).ToList();
        kinds.Count.ShouldBeGreaterThan(8);
        var expected = await IntactAsync();
        for (var k = 0; k < kinds.Count; k++)
            for (var seed = 0; seed < Soak.Of(1, 20); seed++)
            {
                var random = new Random((k * 1000) + seed);
                await FlipAsync(kinds[k].ElementAt(random.Next(kinds[k].Count())), random, expected);
            }
    }

    /// <summary>A readable cache with another date: the session would be a wrong one.</summary>
    [Fact]
    public async Task A_changed_cache_of_the_replay_folder_is_not_used()
    {
        using var trial = new Trial { Data = nights.CopyTo(folder["data"]), Replay = nights.Replay };
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var (cache, newest) = (Path.Combine(trial.Data, "runs", "replay.memo"), (await trial.SqlAsync("SELECT max(date) FROM price_data"))[0]);
        var text = await File.ReadAllTextAsync(cache);
        text.ShouldContain(newest);
        await File.WriteAllTextAsync(cache, text.Replace(newest, "2015-03-03", StringComparison.Ordinal));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        ContentHash.Of(trial.Data).ShouldBe(nights.Content);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What the queries print before a bit is flipped.</summary>
    private async Task<IReadOnlyList<string>> IntactAsync()
    {
        using var trial = new Trial { Data = nights.CopyTo(folder["intact"]), Replay = nights.Replay };
        var printed = new List<string>();
        foreach (var query in Queries) printed.Add((await trial.CallAsync("sql", query)).Output);
        return printed;
    }

    private async Task FlipAsync(string file, Random random, IReadOnlyList<string> expected)
    {
        using var trial = new Trial { Replay = nights.Replay };
        nights.CopyTo(trial.Data);
        var path = Path.Combine(trial.Data, file);
        var (at, bit) = (random.NextInt64(new FileInfo(path).Length), random.Next(8));
        await BitFlipTests.FlipAsync(path, at, bit);
        var what = $"{file}, bit {bit} of byte {at}";

        for (var q = 0; q < Queries.Length; q++)
        {
            var ended = await trial.CallAsync("sql", Queries[q]);
            if (ended.Code == ExitCode.Ok) ended.Output.ShouldBe(expected[q], what);
            else Reports(ended, what);
        }
        var night = await trial.RunAsync();
        if (night.Code == ExitCode.Ok) ContentHash.Of(trial.Data).ShouldBe(nights.Content, what);
        else Reports(night, what);
    }

    /// <summary>As unfit data, without a stack trace.</summary>
    private static void Reports(Ended ended, string what)
    {
        ended.Code.ShouldBe(ExitCode.DataUnfit, $"{what}: {ended.Text}");
        ended.Text.ShouldNotContain("   at ", Case.Sensitive, what);
    }

    [GeneratedRegex("[0-9a-f]{8,}|[0-9]+")]
    private static partial Regex Digits();
}
