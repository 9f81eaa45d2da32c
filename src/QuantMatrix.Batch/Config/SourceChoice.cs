namespace QuantMatrix.Batch.Config;

/// <summary>Where bars come from.</summary>
public enum SourceChoice
{
    /// <summary>Live when a provider's key is given, else replay.</summary>
    Auto,

    /// <summary>The folder <c>QM_REPLAY</c>.</summary>
    Replay,

    /// <summary>The providers.</summary>
    Live,
}
