namespace QuantMatrix.Batch.Jobs;

/// <summary>Names of the data by which jobs of a chain depend on each other.</summary>
internal static class JobData
{
    /// <summary><c>index_constituents</c>.</summary>
    public const string Members = "members";

    /// <summary>The sets of tracked symbols and of the portfolio.</summary>
    public const string Tracked = "tracked";

    /// <summary>Bars with everything stored beside them: actions, revisions, arrivals, quarantine.</summary>
    public const string Bars = "bars";

    /// <summary>Features with what is written along: structure, breadth, symbols, <c>market_analysis_cache</c>.</summary>
    public const string Features = "features";

    public const string History = "history";

    /// <summary>Sets, recorded members and alerts of screens.</summary>
    public const string Screens = "screens";

    /// <summary>All stored data.</summary>
    public static IReadOnlyList<string> All { get; } = [Members, Tracked, Bars, Features, History, Screens];
}
