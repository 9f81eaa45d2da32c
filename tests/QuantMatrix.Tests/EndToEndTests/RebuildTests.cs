using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Only the lake's files and manifest need a backup; receipts of parts, which say what need not be computed again, may be lost.</summary>
[Trait("class", "slow")]
public class RebuildTests
{
    [Fact]
    public async Task All_but_the_lakes_files_and_manifest_is_rebuilt_by_one_run()
    {
        using var trial = new Trial();
        Market.Write(trial.Replay, symbols: 6, sessions: 400);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var (content, files) = (ContentHash.Of(trial.Data), Bytes(trial));

        foreach (var file in Directory.EnumerateFiles(trial.Data, "*", SearchOption.AllDirectories).Where(f => !IsKept(f))) File.Delete(file);
        foreach (var folder in Directory.GetDirectories(trial.Data).Where(f => f != trial.Lake)) Directory.Delete(folder, recursive: true);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "source unchanged, nothing to store");

        ContentHash.Of(trial.Data).ShouldBe(content);
        Bytes(trial).ShouldBe(files);
    }

    private static Dictionary<string, string> Bytes(Trial trial) =>
        LakeFolder.Bytes(trial.Lake).Where(f => !f.Key.StartsWith("parts/", StringComparison.Ordinal)).ToDictionary();

    private static bool IsKept(string file) =>
        Path.GetExtension(file) == ".parquet"
        || (Path.GetExtension(file) == ".json" && Path.GetFileName(file).StartsWith("manifest", StringComparison.Ordinal));
}
