using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Judges whether the running build is that of the sources beside it.</summary>
internal static class BuildRules
{
    private const string What = "build", Fix = "./run.sh build";

    /// <param name="built">The commit of the build, its first digits; null when unknown.</param>
    /// <param name="head">The commit checked out; null without a repository.</param>
    /// <param name="at">When the program was built.</param>
    /// <param name="newest">The newest source with its time; null without sources.</param>
    public static Checkup Of(ProgramVersion built, string? head, DateTime at, (string Path, DateTime Time)? newest) =>
        newest is { } source && source.Time > at
            ? Checkup.Warn(What, $"{built}: {source.Path} was changed after the build", Fix)
        : built.Commit is { } commit && head is not null && !head.StartsWith(commit, StringComparison.Ordinal)
            ? Checkup.Warn(What, $"{built}, but commit {head[..Math.Min(7, head.Length)]} is checked out", Fix)
        : Checkup.Ok(What, $"{built}");
}
