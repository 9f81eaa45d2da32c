using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.UnitTests.Indicators;
using Xunit.Abstractions;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>Many nights, most of them disturbed, end with the content of undisturbed ones, in bounded memory and disk space.</summary>
[Trait("class", "slow")]
public sealed class SoakTests(ITestOutputHelper figures) : IDisposable
{
    private const int Symbols = 6, Before = 60, Seed = 20_261_128;

    /// <summary>Nights between two comparisons, and between two nights whose memory is measured.</summary>
    private const int Comparison = 10, Measurement = 4;

    /// <summary>Most that memory may grow over the nights, and that the disk space may exceed that of undisturbed nights.</summary>
    private const double MaxGrowth = 1.25, MaxExcess = 2;

    private readonly TempFolder folder = new();

    private string Replay => folder["replay"];

    [Fact]
    public async Task Disturbed_nights_end_with_the_content_of_undisturbed_ones_in_bounded_memory_and_disk_space()
    {
        var (calm, disturbed) = (new DisturbedNights(folder["calm"], folder.Path, Replay), new DisturbedNights(folder["disturbed"], folder.Path, Replay));
        for (var night = 0; night < Soak.Nights; night++)
        {
            Write(night);
            var (random, now) = (new Random(Seed + night), DateTimeOffset.UtcNow.AddDays(night));
            calm.At(now);
            (await calm.NightAsync()).ShouldBe(ExitCode.Ok);
            if (night % Measurement == 1) await disturbed.MeasureAsync();
            await disturbed.RunAsync(now, random);
            if (night % Comparison == Comparison - 1 || night == Soak.Nights - 1) await CompareAsync(night);
        }
        ShouldBeBounded(disturbed);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>One more session every night, sometimes with a restated bar.</summary>
    private void Write(int night)
    {
        Directory.CreateDirectory(Replay);
        for (var s = 0; s < Symbols; s++)
        {
            var bars = Series.Walk(s, Before + night).Select((bar, i) => i == s * 9 ? bar with { Volume = 1000 + (night / 7) } : bar);
            File.WriteAllText(Path.Combine(Replay, s == 0 ? "SPY.csv" : $"S{s:00}.csv"), Market.Lines(Market.Header, bars.Select(Market.Row)));
        }
    }

    private async Task CompareAsync(int night)
    {
        var (calm, disturbed) = (await ContentAsync("calm"), await ContentAsync("disturbed"));
        disturbed.ShouldBe(calm, $"after night {night}");
    }

    /// <summary>Repairs add rows of their own class to the ledger.</summary>
    private async Task<IReadOnlyList<string>> ContentAsync(string root)
    {
        using var trial = new Trial { Data = folder[root], Replay = Replay };
        return
        [
            .. ContentHash.Of(trial.Data).Where(t => t.Key != "bar_revisions").Select(t => $"{t.Key} {t.Value}"),
            .. await trial.SqlAsync("SELECT * EXCLUDE (run_id) FROM bar_revisions WHERE class <> 'rot' ORDER BY ALL"),
        ];
    }

    private void ShouldBeBounded(DisturbedNights disturbed)
    {
        var files = Directory.GetFiles(folder["disturbed"], "*", SearchOption.AllDirectories);
        var (bytes, calm) = (SizeOf("disturbed"), SizeOf("calm"));
        var (early, late) = (Median(disturbed.Memory.Take(8)), Median(disturbed.Memory.TakeLast(8)));
        figures.WriteLine($"{Soak.Nights} nights: {string.Join(", ", disturbed.Faults.Select(f => $"{f.Key} {f.Value}"))}");
        figures.WriteLine($"memory {early} kB, then {late} kB; {bytes} bytes, undisturbed {calm}; {files.Length} files");

        ((double)late).ShouldBeLessThanOrEqualTo(MaxGrowth * early);
        bytes.ShouldBeLessThanOrEqualTo((long)(MaxExcess * calm));
        var live = LakeFiles.Live(folder["disturbed"], "").Count;
        files.Count(f => f.EndsWith(".parquet", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo((2 * live) + 8);
        files.Where(f => f.EndsWith(".tmp", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Bytes of a data root without the reports of runs.</summary>
    private long SizeOf(string root) => Directory.GetFiles(folder[root], "*", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/runs/", StringComparison.Ordinal)).Sum(f => new FileInfo(f).Length);

    private static long Median(IEnumerable<long> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
