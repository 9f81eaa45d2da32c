using CommandLine;
using QuantMatrix.Batch.Cli.Completion;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Writes a script that completes commands, options, and the names in the job file.</summary>
[Verb("completion", HelpText = "Write a completion script for bash, zsh or fish.")]
public sealed record CompletionCommand : ICommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    [Value(0, MetaName = "SHELL", Required = true, HelpText = "bash, zsh or fish.")]
    public string Shell { get; init; } = "";

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file with the names to complete (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (!Shells.Contains(Shell)) throw new UsageException($"unknown shell '{Shell}'{DidYouMean.Hint(Shell, Shells)}");
        var words = new CompletionWords(context.ReadJobs(Jobs));
        context.Output.Write(Shell switch { "bash" => BashCompletion.Text(words), "zsh" => ZshCompletion.Text(words), _ => FishCompletion.Text(words) });
        return Task.FromResult(ExitCode.Ok);
    }
}
