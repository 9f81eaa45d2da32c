using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>A plan as lines: order, job, what it waits for, its options.</summary>
internal static class PlanText
{
    public static void Write(TextWriter output, RunPlan plan)
    {
        output.WriteLine($"{plan.Target}: {plan.Jobs.Count} {(plan.Jobs.Count == 1 ? "job" : "jobs")}");
        AlignedText.Write(output, [["", "job", "after", "options"], .. plan.Jobs.Select(Row)], indent: "  ");
    }

    private static string[] Row(PlannedJob job, int index) =>
        [$"{index + 1}", job.Name, job.Waits.Count == 0 ? "-" : string.Join(", ", job.Waits), Options(job.OptionTexts)];

    private static string Options(IReadOnlyDictionary<string, string> options) => string.Join(' ', options.Select(o => $"{o.Key}={o.Value}"));
}
