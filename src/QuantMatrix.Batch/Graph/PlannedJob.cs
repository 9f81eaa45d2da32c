namespace QuantMatrix.Batch.Graph;

/// <summary>A job as it will run: options resolved, and the jobs of the same plan it waits for.</summary>
public sealed record PlannedJob(string Name, JobKind Kind, object Options, IReadOnlyList<string> Waits)
{
    /// <summary>The options as typed after <c>--set</c>.</summary>
    public IReadOnlyDictionary<string, string> OptionTexts => Kind.Options.Texts(Options);
}
