namespace QuantMatrix.Reconcile;

/// <summary>Whether a fetched series may be laid over the stored one.</summary>
public enum SeriesVerdict
{
    /// <summary>The sessions both have agree, or a few of them were corrected.</summary>
    Fits,

    /// <summary>Prices agree, total-return closes were recomputed for a dividend: the whole symbol is to be replaced.</summary>
    Readjusted,

    /// <summary>One factor lies between the two, and a split explains it: the whole symbol is to be replaced.</summary>
    Rebased,

    /// <summary>A split is not in the prices before it: the provider has not applied it yet. Nothing may be stored.</summary>
    Straddles,

    /// <summary>The two stand on different bases, and nothing explains it. Nothing may be stored.</summary>
    Mismatch,

    /// <summary>A price jumps and nothing explains it: the bars from there on wait.</summary>
    Step,
}
