namespace QuantMatrix.Reconcile;

/// <summary>What is done about a bar that looks wrong.</summary>
public enum BarSeverity
{
    Off,

    /// <summary>It is stored, and told.</summary>
    Warn,

    /// <summary>It waits in quarantine until somebody vouches for it.</summary>
    Hold,
}
