using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>Whether a run works as of a session older than the published one.</summary>
public static class OlderSession
{
    private const string Remedy = "Add --allow-older to run it while the newer one stays published, or --republish to replace that one";

    /// <summary>Whether a run was refused because its session is older: a retry would be refused too.</summary>
    /// <param name="reason">Why the run ended before its jobs; null when the jobs ran.</param>
    public static bool IsRefusal(string? reason) => reason is not null && reason.EndsWith(Remedy, StringComparison.Ordinal);

    /// <summary>The command after a refusal: the newest session is published, or stays so.</summary>
    /// <param name="asOf">The session that was refused; null when it was the newest of the source.</param>
    public static string Next(string target, DateOnly? asOf) => $"{NextStep.Run(target)}   # "
        + (asOf is { } older ? $"the newest session; only to replace it: --as-of {older:yyyy-MM-dd} --republish" : "when the source has newer sessions");

    /// <param name="published">The newest session in <c>market_analysis_cache</c>; null when it is empty.</param>
    /// <returns>What is wrong and what to do; null when the run may publish.</returns>
    public static string? Fault(DateOnly asOf, DateOnly? published) => !(asOf < published) ? null
        : $"as of {asOf:yyyy-MM-dd}: market_analysis_cache holds {published:yyyy-MM-dd}, a newer session; "
            + $"expected that session or a later one. {Remedy}";

    /// <exception cref="DataUnfitException">Nothing was published.</exception>
    public static void Refuse(RunStart start, DateOnly asOf, DateOnly? published)
    {
        // A run without bars has no session of its own unless one was requested.
        if ((start.NeedsBars || start.AsOf is not null) && Fault(asOf, published) is { } fault) throw new DataUnfitException(fault);
    }
}
