using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>The outcome of a run: one line per job followed by its notes, then one line for the run.</summary>
public static class RunSummary
{
    private const int MaxNotes = 5;

    public static string Text(RunReport run, string reportPath)
    {
        using var output = new StringWriter();
        var lines = TextTable.AlignedLines([.. run.Jobs.Select(Row)]);
        foreach (var (job, line) in run.Jobs.Zip(lines))
        {
            output.WriteLine(line);
            WriteNotes(output, Notes(job));
        }
        output.WriteLine($"run {run.RunId}  exit {run.ExitCode}  {Seconds(run.Seconds)}  {reportPath}");
        return output.ToString();
    }

    private static string[] Row(JobReport job) =>
        [job.Name, SnakeCase.Of(job.Status.ToString()), $"{job.Summary.Split('\n')[0]}  {Seconds(job.Seconds)}"];

    /// <summary>The remaining lines of the summary, then warnings, then samples.</summary>
    private static List<string> Notes(JobReport job) => [.. job.Summary.Split('\n').Skip(1), .. job.Warnings, .. job.Samples];

    private static void WriteNotes(TextWriter output, List<string> notes)
    {
        foreach (var note in notes.Take(MaxNotes)) output.WriteLine($"    {note}");
        if (notes.Count > MaxNotes) output.WriteLine($"    … and {Plural.Number(notes.Count - MaxNotes)} more");
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
