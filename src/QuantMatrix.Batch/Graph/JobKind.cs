using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>A kind of work with its name and options: what <c>run:</c> in <c>jobs.yaml</c> names.</summary>
public sealed class JobKind
{
    public JobKind(Type type)
    {
        Job = (IJob)Activator.CreateInstance(type)!;
        Name = SnakeCase.Of(type.Name.EndsWith("Job", StringComparison.Ordinal) ? type.Name[..^3] : type.Name);
        Options = new OptionSchema(Job.OptionsType);
    }

    public string Name { get; }

    /// <summary>One instance serves every run of the kind; jobs keep no state of their own.</summary>
    public IJob Job { get; }

    public OptionSchema Options { get; }
}
