using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>The end of a run on the console: one line a job with its notes beneath, then one line for the run.</summary>
public static class RunSummary
{
    private const int MostNotes = 5;

    public static void Write(TextWriter output, RunReport run, string reportPath)
    {
        var lines = AlignedText.Lines([.. run.Jobs.Select(Row)]);
        foreach (var (job, line) in run.Jobs.Zip(lines))
        {
            output.WriteLine(line);
            WriteNotes(output, Notes(job));
        }
        output.WriteLine($"run {run.RunId}  exit {run.ExitCode}  {Seconds(run.Seconds)}  {reportPath}");
    }

    private static string[] Row(JobReport job) =>
        [job.Name, SnakeCase.Of(job.Status.ToString()), $"{job.Summary.Split('\n')[0]}  {Seconds(job.Seconds)}"];

    /// <summary>The further lines of a long message, then warnings, then samples.</summary>
    private static List<string> Notes(JobReport job) => [.. job.Summary.Split('\n').Skip(1), .. job.Warnings, .. job.Samples];

    private static void WriteNotes(TextWriter output, List<string> notes)
    {
        foreach (var note in notes.Take(MostNotes)) output.WriteLine($"    {note}");
        if (notes.Count > MostNotes) output.WriteLine($"    … and {notes.Count - MostNotes} more");
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
