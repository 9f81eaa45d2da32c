namespace QuantMatrix.Batch.Config;

/// <summary>What is done about a night that looks wrong as a whole.</summary>
public enum RunSeverity
{
    Off,
    Warn,

    /// <summary>The job fails with exit code 65; what was stored stays.</summary>
    Fail,
}
