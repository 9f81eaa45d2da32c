using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>How a publishing target is used.</summary>
public sealed record TargetOptions
{
    /// <summary>Tables filled from broker statements.</summary>
    public IReadOnlyList<Table> Statements { get; init; } = [];

    /// <summary>Reads what is published, and neither creates nor changes anything.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The run that publishes; null for a target without a lease.</summary>
    public LeaseHolder? Run { get; init; }

    public LeaseTimes LeaseTimes { get; init; } = LeaseTimes.Standard;

    /// <summary>Called before each transaction of an embedded file becomes durable; throws to refuse it.</summary>
    public Action? RequireLock { get; init; }

    /// <summary>The file that transactions of an embedded target change; null to change the file that programs read.</summary>
    public string? WorkingFile { get; init; }

    /// <summary>An embedded file stays open, and unpublished, until the target is disposed; by default it is closed and published after each call.</summary>
    public bool KeepsOpen { get; init; }
}
