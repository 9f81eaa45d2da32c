using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>What a verb works with: the world outside, given from above so that tests can give their own.</summary>
public sealed record CommandContext(Settings Settings, IRunServices RunServices, JobKinds Kinds, TextWriter Output, TextWriter Error)
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether somebody looks at the output on a terminal that can move and colour.</summary>
    public bool Terminal { get; init; }

    /// <param name="path">The file of <c>--jobs</c>; <c>jobs.yaml</c> in the project's root when not given.</param>
    public JobFile ReadJobs(string? path) => new JobFileReader(Kinds).Read(path ?? Local(Path.Combine(Settings.Home, "jobs.yaml")));

    /// <summary>A path as a person standing in the current folder would write it.</summary>
    public static string Local(string path) =>
        Path.GetRelativePath(Directory.GetCurrentDirectory(), path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
}
