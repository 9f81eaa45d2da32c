using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Damaged files are rebuilt from the source of bars; what cannot be rebuilt is named and kept until an operator gives it up.</summary>
[Trait("class", "slow")]
public sealed class RepairTests : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new();
    private Dictionary<string, string> content = null!;

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 600);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        content = Content();
    }

    [Theory]
    [InlineData("price_data", "flipped")]
    [InlineData("price_data", "truncated")]
    [InlineData("price_data", "zeros")]
    [InlineData("price_data", "deleted")]
    [InlineData("features", "flipped")]
    [InlineData("features", "deleted")]
    public async Task A_damaged_file_is_rebuilt_bit_for_bit_and_its_bars_are_in_the_ledger_as_rot(string table, string damage)
    {
        var (file, rows) = (Stored(table)[0], table == "price_data" ? await RowsAsync(2015) : 0);
        await DamageAsync(file, damage);
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok, table, "bit for bit", "every file of the lake is intact");
        Content().ShouldBe(content);
        (await trial.SqlAsync("SELECT class, count(*), count(DISTINCT field), bool_and(old = new) FROM bar_revisions GROUP BY class"))
            .ShouldBe(rows == 0 ? [] : [$"rot,{rows},1,true"]);
        (await trial.CallAsync("verify", "--full", "--recompute", "15")).ShouldBe(ExitCode.Ok);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Content().ShouldBe(content);
    }

    [Fact]
    public async Task All_bars_and_features_lost_at_once_are_rebuilt()
    {
        foreach (var file in Stored("price_data").Concat(Stored("features"))) File.Delete(file);
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok, "bit for bit", "features");
        Content().ShouldBe(content);
    }

    [Fact]
    public async Task Features_of_watched_symbols_are_rebuilt_although_the_set_of_tracked_symbols_is_lost()
    {
        trial.With("constituents.csv", "index,symbol\nREPLAY,S00\nREPLAY,S01\nREPLAY,S02\n").With("S03.csv", Market.Csv(3, 600));
        var jobs = trial.Jobs(("# watch:", "watch:\n  mine: {symbols: S03}"));
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok);
        var features = ContentHash.Of(trial.Data)["features"];
        EmbeddedTrial.Change(trial.Embedded, "DELETE FROM set_member WHERE name = 'tracked:all'");
        await DamageAsync(Stored("features")[0], "flipped");
        (await trial.CallAsync("repair", "--jobs", jobs)).ShouldBe(ExitCode.Ok, "bit for bit");
        (await trial.SqlAsync("SELECT DISTINCT symbol FROM features ORDER BY 1")).ShouldBe(["S00", "S01", "S02", "S03"]);
        ContentHash.Of(trial.Data)["features"].ShouldBe(features);
    }

    [Fact]
    public async Task Only_the_sessions_of_the_damaged_file_are_taken_from_the_source()
    {
        var csv = Path.Combine(trial.Replay, "S01.csv");
        var lines = (await File.ReadAllLinesAsync(csv)).Select(line => line.StartsWith("2016", StringComparison.Ordinal) ? $"{line}9" : line);
        await File.WriteAllLinesAsync(csv, lines.ToList());
        await DamageAsync(Stored("price_data")[0], "zeros");
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok);
        Content().ShouldBe(content);
        (await trial.SqlAsync("SELECT DISTINCT class, year(date) FROM bar_revisions")).ShouldBe(["rot,2015"]);
    }

    [Fact]
    public async Task Bars_that_no_source_has_are_lost_only_when_the_operator_accepts_it()
    {
        File.Delete(Path.Combine(trial.Replay, "S01.csv"));
        var (file, rows) = (Stored("price_data")[0], await RowsAsync(2015));
        await DamageAsync(file, "zeros");
        var before = LakeFolder.Bytes(trial.Lake);
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.DataUnfit, "NOT repaired", $"of {rows}", "S01");
        LakeFolder.Bytes(trial.Lake).ShouldBe(before);
        (await trial.CallAsync("sql", "SELECT 1")).ShouldBe(ExitCode.DataUnfit);
        (await trial.CallAsync("repair", "--accept-loss")).ShouldBe(ExitCode.Ok, $"{rows / 3} bars lost");
        (await RowsAsync(2015)).ShouldBe(rows / 3 * 2);
        (await trial.SqlAsync("SELECT DISTINCT class, old FROM bar_revisions")).ShouldBe(["rot,"]);
    }

    [Fact]
    public async Task Quarantined_rows_cannot_be_rebuilt_and_are_dropped_only_when_the_operator_accepts_it()
    {
        await DamageAsync(Stored("quarantine")[0], "flipped");
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.DataUnfit, "quarantine", "NOT repaired", "cannot be rebuilt", "--accept-loss", "restore");
        (await trial.CallAsync("repair", "--accept-loss")).ShouldBe(ExitCode.Ok, "2 rows of quarantine lost");
        (await trial.SqlAsync("SELECT count(*) FROM quarantine")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_damaged_manifest_is_restored_from_its_version_and_an_older_one_only_when_accepted()
    {
        await File.WriteAllTextAsync(trial.Manifest, "{");
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok, "manifest.json: restored from version");
        Content().ShouldBe(content);

        var version = LakeFolder.Version(trial.Manifest);
        foreach (var file in new[] { trial.Manifest, Path.Combine(trial.Lake, $"manifest.{version}.json") }) await DamageAsync(file, "flipped");
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.DataUnfit, "--accept-loss", "Nothing was changed");
        (await trial.CallAsync("repair", "--accept-loss")).ShouldBe(ExitCode.Ok, $"restored from version {version - 1}");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Content().ShouldBe(content);
    }

    [Fact]
    public async Task An_intact_root_is_not_changed_by_a_repair()
    {
        var before = LakeFolder.Bytes(trial.Lake);
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok, "every file of the lake is intact");
        LakeFolder.Bytes(trial.Lake).ShouldBe(before);
        File.Delete(Path.Combine(trial.Lake, "views.sql"));
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok);
        LakeFolder.Bytes(trial.Lake).ShouldBe(before);
    }

    [Fact]
    public async Task A_repair_killed_at_any_moment_is_completed_by_another()
    {
        for (var kill = 0; kill < 6; kill++)
        {
            await DamageAsync(Stored("price_data")[kill % 2], "zeros");
            if (Stored("features") is [var features, ..]) await DamageAsync(features, "flipped");
            using (var program = Executable.Command(trial.Data, trial.Replay, "repair"))
            {
                await Task.Delay(250 + 100 * kill);
                await program.KillAsync();
            }
            (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok);
            (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
            Content().ShouldBe(content);
        }
    }

    public void Dispose() => trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    /// <summary>Everything but the ledger, which a repair extends.</summary>
    private Dictionary<string, string> Content() => ContentHash.Of(trial.Data).Where(t => t.Key is not ("bar_revisions" or "key_value")).ToDictionary();

    /// <summary>The live files of a table.</summary>
    private IReadOnlyList<string> Stored(string table) => LakeFiles.Live(trial.Data, table);

    private async Task<int> RowsAsync(int year) =>
        int.Parse((await trial.SqlAsync($"SELECT count(*) FROM price_data WHERE year(date) = {year}"))[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task DamageAsync(string file, string damage)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        if (damage == "deleted") File.Delete(file);
        else if (damage == "flipped") await BitFlipTests.FlipAsync(file, bytes.Length / 2, 3);
        else await File.WriteAllBytesAsync(file, damage == "zeros" ? new byte[bytes.Length] : bytes[..(bytes.Length / 2)]);
    }
}
