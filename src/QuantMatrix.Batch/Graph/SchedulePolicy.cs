using System.ComponentModel;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>The sessions that a schedule runs for after nights without a run.</summary>
public enum CatchUpMode
{
    /// <summary>The newest.</summary>
    Latest,

    /// <summary>Every missed one, oldest first.</summary>
    All,
}

/// <summary>How a scheduled run behaves: the keys of a schedule in jobs.yaml beside <c>cron</c>, <c>tz</c> and <c>target</c>.</summary>
public sealed record SchedulePolicy
{
    public static OptionSchema Schema { get; } = new(typeof(SchedulePolicy)) { Noun = "key" };

    [Description("After nights without a run: latest runs the newest session, all runs every missed one, oldest first. Default: latest.")]
    public CatchUpMode? CatchUp { get; init; }

    [Description("Whether a run that is partial exits with 65 instead of 0.")]
    public bool ExitOnPartial { get; init; }
}
