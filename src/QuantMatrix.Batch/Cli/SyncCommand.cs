using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Sync;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Sends the lake to a folder or an object store, or takes it from there, so that other machines have it.</summary>
[Verb("sync", HelpText = "Send the lake to a folder or an object store, or take it from there; only missing files are transferred.")]
public sealed class SyncCommand : ICommand
{
    [Option("to", MetaValue = "URI", HelpText = "Send to s3://bucket/prefix, file:///folder or a path.")]
    public string? To { get; init; }

    [Option("from", MetaValue = "URI", HelpText = "Take from there, into an empty data root or one that has a version sent before.")]
    public string? From { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "With --from: how long to wait while a run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var wait = faults.Read(() => OptionValues.Duration("--wait", WaitTime));
        if (To is null == From is null) faults.Add("expected either --to URI or --from URI");
        faults.ThrowIfAny();
        return To is null ? await ReceiveAsync(context, From!, wait, ct) : await SendAsync(context, To, ct);
    }

    /// <summary>Like a backup: also during a run.</summary>
    private static async Task<int> SendAsync(CommandContext context, string to, CancellationToken ct)
    {
        using var store = RemoteAddress.Open("--to", to, context.Settings);
        using var lake = context.RunServices.OpenLake(context.Settings);
        return Show(context, "sent to", store.Name, await new LakeSync(lake, store, context.Time).SendAsync(ct));
    }

    private static async Task<int> ReceiveAsync(CommandContext context, string from, TimeSpan wait, CancellationToken ct)
    {
        using var store = RemoteAddress.Open("--from", from, context.Settings);
        using var runLock = await context.TakeLockAsync(RunId.At(context.Time.GetUtcNow()), wait, ct);
        using var lake = context.RunServices.OpenLake(context.Settings);
        return Show(context, "taken from", store.Name, await new LakeSync(lake, store, context.Time).ReceiveAsync(runLock.RequireHeld, ct));
    }

    private static int Show(CommandContext context, string done, string name, SyncResult result)
    {
        context.Output.WriteLine($"version {result.Version} of the lake: {Plural.Of(result.Files, "file")}, {Plural.Of(result.Bytes, "byte")} {done} {name}");
        return ExitCode.Ok;
    }
}
