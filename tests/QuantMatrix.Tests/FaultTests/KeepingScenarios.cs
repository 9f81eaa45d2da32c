using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A backup, which then must restore.</summary>
internal sealed class BackupScenario(FaultNights nights) : FaultScenario
{
    private string Target => Folder["backup"];

    public override string Replay => nights.Replay;

    public override IReadOnlyList<string> Arguments => ["backup", Target];

    public override Task PrepareAsync() => Task.FromResult(nights.CopyTo(Data));

    /// <summary>A backup that was complete when the process ended stays.</summary>
    public override Task<Ended> AgainAsync() => Directory.Exists(Target) ? CallAsync("runs") : base.AgainAsync();

    public override async Task ShouldBeCompleteAsync()
    {
        Directory.GetDirectories(Folder.Path).Select(Path.GetFileName).ShouldBe(["backup", "data"], ignoreOrder: true);
        using var elsewhere = new Trial();
        (await elsewhere.CallAsync("restore", Target)).ShouldBe(ExitCode.Ok);
        foreach (var data in new[] { Data, elsewhere.Data }) ContentHash.Of(data).ShouldBe(nights.ContentBefore);
    }
}

/// <summary>A restore over a data root that is a night ahead of the backup.</summary>
internal sealed class RestoreScenario(FaultNights nights) : FaultScenario
{
    public override string Replay => nights.Replay;

    public override IReadOnlyList<string> Arguments => ["restore", nights.Backup, "--force"];

    public override async Task PrepareAsync()
    {
        nights.CopyTo(Data);
        (await CallAsync("run", EndToEndTests.Trial.Chain)).ShouldBe(ExitCode.Ok);
    }

    /// <summary>Until it is repeated, the lake is the old one, the new one, or refused.</summary>
    public override async Task<Ended> AgainAsync()
    {
        if ((await CallAsync("sql", "SELECT 1")).Code == ExitCode.Ok)
            new[] { nights.Content["price_data"], nights.ContentBefore["price_data"] }.ShouldContain(ContentHash.Of(Data)["price_data"]);
        else (await CallAsync("run", EndToEndTests.Trial.Chain)).ShouldBe(ExitCode.DataUnfit, "was interrupted", "./run.sh restore");
        return await base.AgainAsync();
    }

    public override Task ShouldBeCompleteAsync()
    {
        ContentHash.Of(Data).ShouldBe(nights.ContentBefore);
        return Task.CompletedTask;
    }
}

/// <summary>A repair of bars and features.</summary>
internal sealed class RepairScenario(FaultNights nights) : FaultScenario
{
    private const string Ledger = "bar_revisions";

    public override string Replay => nights.Replay;

    public override IReadOnlyList<string> Arguments => ["repair"];

    public override async Task PrepareAsync()
    {
        nights.CopyTo(Data);
        (await CallAsync("run", EndToEndTests.Trial.Chain)).ShouldBe(ExitCode.Ok);
        foreach (var table in new[] { "price_data", "features" })
            await File.WriteAllBytesAsync(LakeFiles.Live(Data, table)[0], new byte[1000]);
    }

    /// <summary>Repeats the repair, then runs the chain, which computes features that a killed repair dropped.</summary>
    public override async Task<Ended> AgainAsync()
    {
        (await base.AgainAsync()).ShouldBe(ExitCode.Ok, "every file of the lake is intact");
        return await CallAsync("run", EndToEndTests.Trial.Chain);
    }

    /// <summary>The ledger has the repaired bars too.</summary>
    public override Task ShouldBeCompleteAsync()
    {
        Without(ContentHash.Of(Data)).ShouldBe(Without(nights.Content));
        return Task.CompletedTask;
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> content) => content.Where(t => t.Key != Ledger).ToDictionary();
}
