using System.ComponentModel;
using System.Globalization;

namespace QuantMatrix.Batch.Config;

/// <summary>The number of newest sessions to keep, or all.</summary>
[Description("'all' or a whole number from 1")]
public readonly record struct RowsToKeep
{
    public static readonly RowsToKeep All = new() { Sessions = int.MaxValue };

    /// <summary>The number of sessions; <see cref="int.MaxValue"/> for all.</summary>
    public int Sessions { get; private init; }

    public static RowsToKeep Last(int sessions) => new() { Sessions = sessions };

    public static bool TryParse(string text, out RowsToKeep keep)
    {
        keep = All;
        if (text == "all") return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sessions) || sessions == 0) return false;
        keep = Last(sessions);
        return true;
    }

    public override string ToString() => this == All ? "all" : Sessions.ToString(CultureInfo.InvariantCulture);
}
