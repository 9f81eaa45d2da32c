using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Batch.Verification;

/// <summary>What the stored features were computed from, according to the manifest.</summary>
internal sealed class FeatureOrigin(Manifest manifest)
{
    /// <summary>A run works as of its newest session, which may be a few days after the newest bar.</summary>
    private const int DaysAhead = 14;

    private readonly InputFingerprints? made = manifest.MadeFrom.GetValueOrDefault(FeatureTable.Name);

    /// <summary>Whether an input was the same.</summary>
    public bool Had(string input, string content) => made?.Parts.GetValueOrDefault(input) == InputFingerprints.Of((input, content)).Parts[input];

    /// <summary>The session of the run that computed them; the newest one with features when it is not recorded, null without features.</summary>
    public DateOnly? AsOf()
    {
        if (manifest.Of(FeatureTable.Name).Max(f => f.LastDate) is not { } newest) return null;
        var days = Enumerable.Range(0, DaysAhead).Select(newest.AddDays).Where(day => Had("as_of", $"{day:O}")).ToList();
        return days.Count > 0 ? days[0] : newest;
    }

    /// <summary>The options they were computed with: those given, or the same with every session kept; null when neither.</summary>
    public RecomputeIndicatorsUniverseOptions? Options(RecomputeIndicatorsUniverseOptions given)
    {
        RecomputeIndicatorsUniverseOptions[] candidates = [given, given with { Keep = RowsToKeep.All }];
        return candidates.FirstOrDefault(o => Had("options", o.Content()));
    }
}
