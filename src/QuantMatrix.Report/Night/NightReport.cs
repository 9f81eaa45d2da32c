namespace QuantMatrix.Report.Night;

/// <summary>Everything the night's page shows. A section without rows says so in words.</summary>
public sealed record NightReport(DateOnly Date)
{
    /// <summary>The session before; null when none is stored.</summary>
    public DateOnly? Before { get; init; }

    /// <summary>A newer session is stored. Then gaps, lines and positions, kept of the newest session alone, are left out.</summary>
    public bool IsPast { get; init; }

    /// <summary>Of the night's run: <c>ok</c>, <c>partial</c>, <c>failed</c>.</summary>
    public string Status { get; init; } = "ok";

    /// <summary>The program's version and the run, for the foot of the page.</summary>
    public string MadeBy { get; init; } = "";

    public string Benchmark { get; init; } = "";

    /// <summary>Symbols that should have a bar of the session.</summary>
    public int Tracked { get; init; }

    /// <summary>One row per symbol with a bar of the session: the columns of <see cref="SymbolColumns"/>.</summary>
    public ReportTable Symbols { get; init; } = ReportTable.Empty;

    /// <summary><c>kind, symbol, direction, note, starred</c>: what happened in the session.</summary>
    public ReportTable Events { get; init; } = ReportTable.Empty;

    /// <summary>The breadth of the tracked universe by session, with <c>benchmark</c>, its close.</summary>
    public ReportTable Breadth { get; init; } = ReportTable.Empty;

    public IReadOnlyList<ScreenMembers> Screens { get; init; } = [];

    /// <summary>One row per sector: members, medians of changes, shares above averages, stages.</summary>
    public ReportTable Sectors { get; init; } = ReportTable.Empty;

    /// <summary>One row per position.</summary>
    public ReportTable Portfolio { get; init; } = ReportTable.Empty;

    public IReadOnlyList<IndexCoverage> Coverage { get; init; } = [];

    /// <summary><c>symbol, last_bar, sessions_behind</c>.</summary>
    public ReportTable Behind { get; init; } = ReportTable.Empty;

    /// <summary>Stored values changed by the runs of the session.</summary>
    public ReportTable Restated { get; init; } = ReportTable.Empty;

    /// <summary>Rows in quarantine; <c>new</c> for those of the runs of the session.</summary>
    public ReportTable Quarantine { get; init; } = ReportTable.Empty;

    /// <summary>The run of the session; null when no report of it is kept.</summary>
    public NightRun? Run { get; init; }

    /// <summary>Bars of the drawer by symbol.</summary>
    public IReadOnlyDictionary<string, RecentBars> Bars { get; init; } = new Dictionary<string, RecentBars>();

    /// <summary>Fingerprint of everything the page was made from, written into it; empty for none.</summary>
    public string Inputs { get; init; } = "";

    /// <summary>Symbols with a page of their own beside this one.</summary>
    public IReadOnlyList<string> Pages { get; init; } = [];
}

/// <summary>A screen in the session.</summary>
/// <param name="Members">Symbols, each with the number of sessions in a row it has been a member.</param>
/// <param name="Sizes">Members by session, oldest first.</param>
public sealed record ScreenMembers(string Name, string Condition, IReadOnlyList<ScreenPlace> Members, IReadOnlyList<int> Sizes)
{
    /// <summary>Members of the session before that are members no more.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];
}

/// <param name="IsNew">Not a member in the session before.</param>
/// <param name="Since">Recorded sessions do not reach back to its entry.</param>
public sealed record ScreenPlace(string Symbol, int Sessions, bool IsNew, bool Since);

/// <summary>Stored of expected bars of an index by session.</summary>
public sealed record IndexCoverage(string Index, int Symbols, double? Percent, IReadOnlyList<CoverageCell> Sessions);

public sealed record CoverageCell(DateOnly Date, int Expected, int Stored);

public sealed record NightRun(string Id, double Seconds, IReadOnlyList<NightJob> Jobs);

/// <param name="Start">Seconds after the start of the run.</param>
public sealed record NightJob(string Name, string Status, double Start, double Seconds, string Summary)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The newest bars of a symbol with two averages; NaN where one has no value yet.</summary>
public sealed record RecentBars(int[] Days, double[] Open, double[] High, double[] Low, double[] Close, long[] Volume)
{
    public double[] Sma50 { get; init; } = [];

    public double[] Sma200 { get; init; } = [];
}
