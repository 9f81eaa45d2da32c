namespace QuantMatrix.Publish;

/// <summary>How a job ended.</summary>
public enum LastJobStatus
{
    Ok,

    /// <summary>Done, with some symbols or sources missing.</summary>
    Partial,

    Failed,

    /// <summary>Not started, because something it needs failed.</summary>
    Skipped,

    /// <summary>Something outside was not available; the next run may succeed.</summary>
    Temporary,
}
