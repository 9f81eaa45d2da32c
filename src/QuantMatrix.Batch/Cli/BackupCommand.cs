using CommandLine;
using QuantMatrix.Batch.Backups;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Writes a backup of the data root into a new directory. A run may be in progress.</summary>
[Verb("backup", HelpText = "Write lake, published tables and reports into a new directory.")]
public sealed class BackupCommand : ICommand
{
    [Value(0, MetaName = "DIR", Required = true, HelpText = "New or empty directory; on the same device the lake's files are hard links.")]
    public string Folder { get; init; } = "";

    [Option("wait", MetaValue = "DURATION", HelpText = "Wait for a run in progress to end, like 30m (default: copy at once, also during a run).")]
    public string? WaitTime { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var wait = OptionValues.Duration("--wait", WaitTime);
        var command = new RecordedCommand(context, RecordedCommand.Backup, Path.GetFullPath(Folder));
        return command.RunAsync(async () =>
        {
            using var runLock = wait > TimeSpan.Zero ? await command.TakeLockAsync(wait, ct) : null;
            return (ExitCode.Ok, Write(context, command, ct));
        });
    }

    private string Write(CommandContext context, RecordedCommand command, CancellationToken ct)
    {
        var report = new BackupWriter(context, command.RunId).Write(Folder, ct);
        var files = report.Contents.Files;
        var summary = $"{Folder}: lake version {report.Contents.LakeVersion}, {Plural.Of(files.Count, "file")}, "
            + $"{Plural.Of(files.Sum(f => f.Bytes), "byte")}, {Plural.Number(report.Linked)} linked, {Plural.Of(report.Tables, "published table")} as Parquet";
        context.Output.WriteLine(summary);
        if (report.Linked > 0) context.Output.WriteLine("linked files share their disk blocks with the lake; copy the directory to another disk");
        return summary;
    }
}
