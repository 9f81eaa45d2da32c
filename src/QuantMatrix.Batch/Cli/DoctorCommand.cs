using CommandLine;
using QuantMatrix.Batch.Doctor;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Checks the installation: machine, folders, clock, calendar, keys, servers, schedules, runs and a sample of the lake. Changes nothing.</summary>
[Verb("doctor", HelpText = "Check the installation and show how to correct it; exits 0 ok or warnings, 65 damaged data, 75 server down, 78 configuration.")]
public sealed class DoctorCommand : ICommand
{
    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var findings = await new DoctorChecks(context, Jobs).RunAsync(ct);
        var width = findings.Max(f => f.What.Length);
        foreach (var line in findings.SelectMany(f => f.Lines(width))) context.Output.WriteLine(context.Settings.Redact(line));
        context.Output.WriteLine($"{findings.Count(f => f.Level == CheckLevel.Ok)} ok, {Plural.Of(Count(CheckLevel.Warn), "warning")}, "
            + Plural.Of(Count(CheckLevel.Fail), "failure"));
        return ExitCode.OfRun([.. findings.Select(f => f.Code)]);

        int Count(CheckLevel level) => findings.Count(f => f.Level == level);
    }
}
