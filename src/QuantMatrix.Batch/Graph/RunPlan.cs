namespace QuantMatrix.Batch.Graph;

/// <summary>The jobs of one run, each after the jobs it waits for.</summary>
/// <param name="File">The file that defines them.</param>
public sealed record RunPlan(string Target, IReadOnlyList<PlannedJob> Jobs, JobFile File);

/// <summary>A job to run: its options, and the jobs of the same plan that must end first.</summary>
public sealed record PlannedJob(string Name, JobKind Kind, object Options, IReadOnlyList<string> Waits)
{
    public JobPolicy Policy { get; init; } = JobPolicy.Default;

    /// <summary>The options in the form that <c>--set</c> accepts.</summary>
    public IReadOnlyDictionary<string, string> OptionTexts => Kind.Options.Texts(Options);
}
