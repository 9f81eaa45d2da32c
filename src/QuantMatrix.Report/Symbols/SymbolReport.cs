namespace QuantMatrix.Report.Symbols;

/// <summary>Everything the page of a symbol shows.</summary>
/// <param name="Date">The symbol's newest session.</param>
public sealed record SymbolReport(string Symbol, DateOnly Date)
{
    public string Name { get; init; } = "";

    public string Sector { get; init; } = "";

    public string Indices { get; init; } = "";

    public string Benchmark { get; init; } = "";

    public string MadeBy { get; init; } = "";

    /// <summary>The row of <c>features</c>.</summary>
    public ReportTable Row { get; init; } = ReportTable.Empty;

    /// <summary>Every column of the row with what it means.</summary>
    public IReadOnlyList<ColumnValue> Columns { get; init; } = [];

    public SymbolSeries Series { get; init; } = new();

    /// <summary>Complete weeks with the stage of the newest session, without a break.</summary>
    public int WeeksInStage { get; init; }

    /// <summary>Open gaps and trend lines, as in the table <c>structure</c>.</summary>
    public ReportTable Structure { get; init; } = ReportTable.Empty;

    /// <summary><c>year, month, change</c>.</summary>
    public ReportTable Months { get; init; } = ReportTable.Empty;

    /// <summary><c>month, change</c>: medians over the years.</summary>
    public ReportTable Medians { get; init; } = ReportTable.Empty;

    public IReadOnlyList<ScreenEpisodes> Screens { get; init; } = [];

    /// <summary><c>source, bars, first, last</c>.</summary>
    public ReportTable Sources { get; init; } = ReportTable.Empty;

    /// <summary><c>date, field, old, new, class, provider</c>, the newest first.</summary>
    public ReportTable Revisions { get; init; } = ReportTable.Empty;

    /// <summary><c>date, kind, value, status</c>, the newest first.</summary>
    public ReportTable Actions { get; init; } = ReportTable.Empty;
}

/// <summary>A column with its value in the session; null without one.</summary>
public sealed record ColumnValue(string Name, string Unit, string Meaning, object? Value);

/// <summary>When the symbol satisfied a screen's condition, by stored bars.</summary>
/// <param name="Sessions">In all episodes.</param>
/// <param name="Episodes">The newest first.</param>
public sealed record ScreenEpisodes(string Screen, int Sessions, IReadOnlyList<Episode> Episodes)
{
    /// <summary>Why there are no episodes; empty when they were searched.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Consecutive sessions.</summary>
public sealed record Episode(DateOnly From, DateOnly To);

/// <summary>Bars and columns drawn over the whole stored history; all arrays have one entry per session, NaN where there is no value.</summary>
public sealed record SymbolSeries
{
    public int[] Days { get; init; } = [];
    public double[] Open { get; init; } = [];
    public double[] High { get; init; } = [];
    public double[] Low { get; init; } = [];
    public double[] Close { get; init; } = [];
    public long[] Volume { get; init; } = [];
    public double[] Ema21 { get; init; } = [];
    public double[] Sma50 { get; init; } = [];
    public double[] Sma200 { get; init; } = [];
    public double[] Rsi { get; init; } = [];
    public double[] Mansfield { get; init; } = [];
    public double[] Stage { get; init; } = [];

    /// <summary>Buy setups are positive, sell setups negative.</summary>
    public double[] Setup { get; init; } = [];

    public double[] Countdown { get; init; } = [];
}
