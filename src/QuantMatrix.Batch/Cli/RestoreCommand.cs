using CommandLine;
using QuantMatrix.Batch.Backups;
using QuantMatrix.Batch.Graph;
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

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var restore = new BackupRestore(context);
        var manifest = await restore.RunAsync(Folder, Force, ct);
        context.Output.WriteLine($"{context.Settings.Data.Path}: restored as lake version {manifest.Version}: {Plural.Of(manifest.Files.Count, "file")}, "
            + $"{Plural.Of(manifest.Rows(Lake.Tables.PriceData.Name), "bar")}");
        if (context.Settings.Postgres is not null)
            context.Output.WriteLine($"tables on the server: {Plural.Of(await restore.FillServerAsync(Folder, ct), "missing row")} added");
        return ExitCode.Ok;
    }
}
