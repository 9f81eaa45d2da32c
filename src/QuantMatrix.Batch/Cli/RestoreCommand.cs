using CommandLine;
using QuantMatrix.Batch.Backups;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Restores a backup into the data root, after checking every file of the backup.</summary>
[Verb("restore", HelpText = "Restore a backup into the data root.")]
public sealed class RestoreCommand : ICommand
{
    [Value(0, MetaName = "DIR", Required = true, HelpText = "Directory written by backup.")]
    public string Folder { get; init; } = "";

    [Option("force", HelpText = "Replace the data that the root holds.")]
    public bool Force { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var wait = OptionValues.Duration("--wait", WaitTime);
        var command = new RecordedCommand(context, RecordedCommand.Restore, [Path.GetFullPath(Folder), .. Force ? ["--force"] : Array.Empty<string>()]);
        return command.RunAsync(async () =>
        {
            var restored = await new BackupRestore(context, command, wait).RunAsync(Folder, Force, ct);
            var manifest = restored.Manifest;
            var summary = $"{context.Settings.Data.Path}: restored as lake version {manifest.Version}: {Plural.Of(manifest.Files.Count, "file")}, "
                + Plural.Of(manifest.Rows(Lake.Tables.PriceData.Name), "bar");
            context.Output.WriteLine(summary);
            foreach (var line in restored.Lines()) context.Output.WriteLine(line);
            return (ExitCode.Ok, summary);
        });
    }
}
