using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class ManifestLogTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_many_writers_of_one_version_a_single_one_wins()
    {
        var log = new ManifestLog(folder.Path);
        log.Create();
        for (var version = 1; version <= 30; version++)
        {
            var next = version;
            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() => log.TryCommit(Version(next, $"w{w}")) ? $"w{w}" : null)));
            won.Count(w => w is not null).ShouldBe(1);
            log.Read().ShouldSatisfyAllConditions(m => m.Version.ShouldBe(next), m => m.Run.ShouldBe(won.Single(w => w is not null)));
        }
    }

    [Fact]
    public void A_writer_that_died_between_commit_and_rename_has_committed()
    {
        var log = new ManifestLog(folder.Path);
        log.Create();
        log.TryCommit(Version(1, "a")).ShouldBeTrue();
        var before = File.ReadAllBytes(folder["manifest.json"]);
        log.TryCommit(Version(2, "b")).ShouldBeTrue();
        File.Delete(folder["manifest.json"]);
        File.WriteAllBytes(folder["manifest.json"], before);
        log.Read().Run.ShouldBe("b");
        log.TryCommit(Version(3, "c")).ShouldBeTrue();
        log.Read().Run.ShouldBe("c");
    }

    [Fact]
    public void A_manifest_that_is_no_JSON_is_an_error_with_its_line()
    {
        File.WriteAllText(folder["manifest.json"], "{\n  \"version\": oops\n}");
        Should.Throw<DataUnfitException>(() => new ManifestLog(folder.Path).Read()).Message.ShouldContain("manifest.json:2:");
    }

    [Fact]
    public async Task A_reader_under_commits_sees_one_version_whole()
    {
        using var lake = new DataLake(folder["lake"], TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema);
        var bars = Series.Walk(1, 25).ToArray();
        await Commit(1);
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var manifest = lake.Current();
                (await lake.PricesAsync(manifest, new BarRange(), default)).Count.ShouldBe((int)manifest.Rows("price_data"));
                reads++;
            }
        });
        for (var n = 2; n <= bars.Length; n++) await Commit(n);
        await stop.CancelAsync();
        await reader;
        reads.ShouldBeGreaterThan(5);

        async Task Commit(int count)
        {
            var commit = lake.Begin("run");
            await commit.MergeBarsAsync(Series.Of("AAA", bars[..count]), default);
            commit.Publish();
        }
    }

    private static Manifest Version(long version, string run) => new(version, run, DateTimeOffset.UnixEpoch, new Dictionary<string, string>(), []);
}
