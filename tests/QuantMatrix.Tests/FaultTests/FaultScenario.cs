using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A command that fails, the command that follows, and what both must leave together.</summary>
internal abstract class FaultScenario : IDisposable
{
    private static readonly TimeSpan Later = TimeSpan.FromDays(1);

    protected TempFolder Folder { get; } = new();

    public string Data => Folder["data"];

    public abstract string Replay { get; }

    /// <summary>The command that fails.</summary>
    public abstract IReadOnlyList<string> Arguments { get; }

    /// <summary>Its environment, <c>NAME=value</c>.</summary>
    public virtual IReadOnlyList<string> Variables => [];

    /// <summary>Whether the command is a run, with a report.</summary>
    public virtual bool IsRun => false;

    public virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Runs the command that follows, in this process.</summary>
    public virtual Task<Ended> AgainAsync() => CallAsync([.. Arguments]);

    /// <summary>Checks the content.</summary>
    public abstract Task ShouldBeCompleteAsync();

    /// <summary>Starts the command as a process.</summary>
    public Executable Start(string failure) => Executable.Command(Data, Replay, Arguments, [.. Variables, $"QM_FAILPOINT={failure}"]);

    /// <summary>Runs the command in this process.</summary>
    public async Task<Ended> FailAsync(string failure)
    {
        InjectedFailure.Parse(failure).Arm(); // until this method returns
        return await CallAsync([.. Arguments]);
    }

    public async Task<Ended> CallAsync(params string[] arguments)
    {
        using var trial = Trial();
        return await trial.CallAsync(arguments);
    }

    /// <summary>Makes what the failed process left behind a day old.</summary>
    public void Age()
    {
        foreach (var file in LeftOver()) File.SetLastWriteTimeUtc(file, DateTime.UtcNow - Later);
    }

    /// <summary>Drafts, marks of open runs without a report, and what else only a process at work has.</summary>
    public IReadOnlyList<string> LeftOver() => !Directory.Exists(Data) ? [] : [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories)
        .Where(f => f.Contains(".tmp", StringComparison.Ordinal) || f.EndsWith(".pending", StringComparison.Ordinal)
            || (Path.GetFileName(Path.GetDirectoryName(f)) == "open" && !File.Exists(Path.Combine(Data, "runs", $"{Path.GetFileName(f)}.json"))))];

    public virtual void Dispose() => Folder.Dispose();

    protected virtual Trial Trial() => new() { Data = Data, Replay = Replay };
}

/// <summary>The nightly chain.</summary>
internal class NightScenario(FaultNights nights, bool isFirst = false) : FaultScenario
{
    protected FaultNights Nights => nights;

    public override bool IsRun => true;

    public override string Replay => nights.Replay;

    public override IReadOnlyList<string> Arguments => ["run", EndToEndTests.Trial.Chain];

    public override Task PrepareAsync()
    {
        if (!isFirst) nights.CopyTo(Data);
        return Task.CompletedTask;
    }

    public override async Task ShouldBeCompleteAsync()
    {
        if (!isFirst)
        {
            ContentHash.Of(Data).ShouldBe(nights.Content);
            return;
        }
        using var undisturbed = new Trial { Replay = Replay };
        (await undisturbed.RunAsync()).ShouldBe(ExitCode.Ok);
        ContentHash.Of(Data).ShouldBe(ContentHash.Of(undisturbed.Data));
    }
}
