namespace QuantMatrix.Batch.Config;

/// <summary>Where bars come from.</summary>
public enum SourceChoice
{
    /// <summary>Live when a provider's key is set, else replay; without any bars to replay, the committed sample.</summary>
    Auto,

    /// <summary>The folder <c>QM_REPLAY</c>.</summary>
    Replay,

    /// <summary>The providers.</summary>
    Live,

    /// <summary>The folder <c>QM_REPLAY</c>, filled with a generated market while it holds no bars.</summary>
    Synthetic,
}
