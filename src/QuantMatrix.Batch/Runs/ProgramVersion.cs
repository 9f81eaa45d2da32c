using System.Reflection;

namespace QuantMatrix.Batch.Runs;

/// <summary>The version of this build and the commit it was built from.</summary>
/// <param name="Commit">Its first seven digits; null when the build does not state one.</param>
public sealed record ProgramVersion(string Version, string? Commit)
{
    public static ProgramVersion Current { get; } =
        Of(typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <param name="informational">As the compiler writes it: <c>1.2.3+abcdef1234…</c>, or without a commit.</param>
    public static ProgramVersion Of(string informational) => informational.Split('+', 2) is [var version, { Length: >= 7 } commit]
        ? new(version, commit[..7]) : new(informational.Split('+')[0], null);

    public override string ToString() => $"quantmatrix {Version}{(Commit is null ? "" : $" ({Commit})")}";
}
