using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>A named query over the published tables; the comment is shown in the database.</summary>
internal sealed record View(string Name, string Comment, string Select);

/// <summary>The published tables and views; column lists are derived from the indicator columns.</summary>
internal sealed class PublishedTables
{
    public const string IndexMembers = "index_members";

    private static readonly TableColumn Symbol = Required(BarField.Symbol, ColumnType.Text, "Ticker, canonical form");
    private static readonly TableColumn Date = Required(BarField.Date, ColumnType.Date, "Session date on the exchange");
    private static readonly TableColumn Account = Required("account_id", ColumnType.Text, "Account at the broker");
    private static readonly TableColumn Generated =
        Required("generated_at", ColumnType.ClockTime, "When the broker generated the statement, broker's local time");
    private static readonly TableColumn RunId = Required("run_id", ColumnType.Text, "Run that last changed the row");

    /// <param name="statements">Tables filled from broker statements.</param>
    public PublishedTables(IReadOnlyList<Column> columns, IReadOnlyList<Table> statements)
    {
        Cache = new("market_analysis_cache", "Latest bar and all indicator columns, one row per symbol", ["symbol"],
            [Symbol, Date, .. Bar, .. Benchmark, .. columns.Select(Of), RunId]);
        History = new("market_analysis_history", "Indicator values as published per day, append-only; a restated day is a new revision",
            ["symbol", "date", "revision"],
            [Symbol, Date, Required("revision", ColumnType.Count, "1, incremented by every restatement"), .. Heads(columns), .. Record]);
        CrossSectional = columns.Where(c => c.IsCrossSectional).Select(c => c.Name).ToHashSet();
        Unrecorded = columns.Where(c => c.IsOfRun).Select(c => c.Name).ToHashSet();
        Statements = [.. statements.Select(t => t with { Columns = [.. t.Columns, RunId] })];
        All = [Cache, History, Constituents, Jobs, AccountStatements, TieOuts, Checks, Inputs, .. Statements];
    }

    public Table Cache { get; }

    public Table History { get; }

    /// <summary>Columns of the cache that the history's payload leaves out.</summary>
    public IReadOnlySet<string> Unrecorded { get; }

    /// <summary>Columns that change when another symbol of the session does: recorded, but no reason to restate a day.</summary>
    public IReadOnlySet<string> CrossSectional { get; }

    public Table Constituents { get; } = new("index_constituents", "Index membership intervals", ["index_name", "symbol", "first_seen_at"],
    [
        Required("index_name", ColumnType.Text, "Index name: SP500, NASDAQ100, DOW30 …"), Symbol,
        Required("first_seen_at", ColumnType.Date, "First day on the member list"),
        Required("last_seen_at", ColumnType.Date, "Latest day on the member list"),
        Required("is_active", ColumnType.Flag, "Whether the symbol is a current member"),
        new("became_inactive_at", ColumnType.Date, "First day no longer on the member list; null for a current member"),
        new("formerly", ColumnType.Text, "Earlier tickers of the member in this interval, oldest first"),
        new("sector", ColumnType.Text, "Latest sector given by a source of the list: GICS sector, ICB industry …; null when none gave one"),
        new("industry", ColumnType.Text, "Latest industry given by a source of the list: GICS sub-industry, ICB subsector …; null when none gave one"),
        new("name", ColumnType.Text, "Latest name of the company given by a source of the list; null when none gave one"),
    ]);

    public Table Jobs { get; } = new("job_run", "Outcome of every job of every run", ["run_id", "job"],
    [
        Required("run_id", ColumnType.Text, "Run identifier"),
        Required("job", ColumnType.Text, "Name in jobs.yaml"),
        Required("kind", ColumnType.Text, "Job kind"),
        Required("status", ColumnType.Text, "ok, partial, failed, skipped, temporary or killed"),
        Required("started_at", ColumnType.Time, "Start time"),
        Required("finished_at", ColumnType.Time, "End time"),
        Required("summary", ColumnType.Text, "One-line summary"),
        Required("counters", ColumnType.Json, "Metrics, name to value"),
    ]);

    /// <summary>Headers of the ingested broker statements.</summary>
    public Table AccountStatements { get; } = new("account_statements", "Broker statements ingested", ["account_id", "from_date", "to_date", "generated_at"],
    [
        Account,
        Required("from_date", ColumnType.Date, "First day covered"),
        Required("to_date", ColumnType.Date, "Last day covered"),
        Generated,
        new("base_currency", ColumnType.Text, "Base currency of the account"),
        new("sections", ColumnType.Text, "Tables that the statement reports, separated by spaces"),
        new("positions_date", ColumnType.Date, "Report date of its positions; null when it reports none"),
        new("rolls_from", ColumnType.Date, "Report date of the previous positions, when the statement covers every movement since"),
        new("previous_session", ColumnType.Date, "Last session before its first day: a statement that ends on it or later leaves no gap"),
        new("is_retirement", ColumnType.Flag, "Whether it is no statement but the day on which the account was retired and its positions closed"),
        RunId,
    ]);

    public Table TieOuts { get; } = new("tie_out_breaks", "Tie-out breaks found in broker statements", ["account_id", "tie_out", "report_date", "subject"],
    [
        Account,
        Required("tie_out", ColumnType.Text, "Audit that found the break"),
        Required("report_date", ColumnType.Date, "Day of the break"),
        Required("subject", ColumnType.Text, "Contract, currency or total concerned"),
        new("expected", ColumnType.Amount, "Sum of the components"),
        new("found", ColumnType.Amount, "Amount in the statement"),
        Generated,
        RunId,
    ]);

    public Table Checks { get; } = new("tie_out_checks", "Which tie-outs ran for a broker statement", ["account_id", "tie_out", "from_date", "to_date"],
    [
        Account,
        Required("tie_out", ColumnType.Text, "Audit"),
        Required("from_date", ColumnType.Date, "First day of the statement"),
        Required("to_date", ColumnType.Date, "Last day of the statement"),
        Required("outcome", ColumnType.Text, "held, broke or not checked"),
        new("reason", ColumnType.Text, "Why it could not be checked"),
        Generated,
        RunId,
    ]);

    /// <summary>What published rows were made from, so that a run with the same inputs leaves them as they are.</summary>
    public Table Inputs { get; } = new("published_inputs", "Inputs of the rows that a run published last", ["table_name"],
    [
        Required("table_name", ColumnType.Text, "Table that the rows belong to"),
        Required("inputs", ColumnType.Text, "Fingerprint of the inputs"),
        Required("row_count", ColumnType.Count, "Number of rows published"),
        Required("first_date", ColumnType.Date, "First session among them"),
        Required("last_date", ColumnType.Date, "Last session among them"),
        Required("content", ColumnType.Text, "Number and hash of the rows of the table after they were published"),
    ]);

    /// <summary>Tables filled from broker statements.</summary>
    public IReadOnlyList<Table> Statements { get; }

    public IReadOnlyList<Table> All { get; }

    /// <summary>The views that can be created: those over account tables only where these are.</summary>
    public IEnumerable<View> OwnViews => Statements.Count > 0 ? Views : MarketViews;

    public static IReadOnlyList<View> Views => [.. MarketViews, .. AccountViews.All];

    /// <summary>Views end with the table's columns, because CREATE OR REPLACE VIEW can only append columns.</summary>
    public static IReadOnlyList<View> MarketViews { get; } =
    [
        new("market_analysis_history_latest", "Latest revision of every recorded day",
            "select distinct on (symbol, date) * from market_analysis_history order by symbol, date, revision desc"),
        new("market_analysis_history_known",
            "Every revision with the time range in which it was current: known at T is WHERE known_from <= T AND (known_to IS NULL OR T < known_to)", """
            select recorded_at as known_from, lead(recorded_at) over (partition by symbol, date order by revision) as known_to, h.*
            from market_analysis_history h
            """),
        new(IndexMembers,
            "First and last day of every membership, 9999-12-31 while it is open; members of an index on a day: "
            + "SELECT symbol FROM index_members WHERE index_name = 'SP500' AND DATE '2024-03-01' BETWEEN member_from AND member_until", """
            select index_name, symbol, first_seen_at as member_from, coalesce(became_inactive_at - 1, date '9999-12-31') as member_until, sector, industry
            from index_constituents
            """),
    ];

    /// <summary>Tables and views exposed to queries.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "market_analysis_cache", "market_analysis_history", "index_constituents", "job_run", "account_statements", "tie_out_breaks", "tie_out_checks",
        .. Views.Select(v => v.Name),
    ];

    /// <summary>History columns stored outside the JSON payload: the close and every column flagged as head.</summary>
    public IReadOnlyList<string> HeadNames => [.. History.Columns.Skip(3).SkipLast(Record.Count).Select(c => c.Name)];

    private static IReadOnlyList<TableColumn> Bar { get; } =
        [.. BarField.All.Select(f => f == BarField.Volume
            ? new TableColumn(f, ColumnType.Whole, "Session volume in shares, split-adjusted")
            : new TableColumn(f, ColumnType.Number, $"Session {f}, quote currency, split-adjusted"))];

    private static IReadOnlyList<TableColumn> Benchmark { get; } =
    [
        new(FeatureSchema.Benchmark, ColumnType.Text, "Benchmark of beta, correlation and relative strength"),
        new(FeatureSchema.BenchmarkDate, ColumnType.Date, "Latest benchmark bar used by the row"),
    ];

    private static IReadOnlyList<TableColumn> Record { get; } =
    [
        Required("payload", ColumnType.Json, "Bar and indicator columns as published, but for those that depend on the run"),
        new("reason", ColumnType.Text, "Reason for the restatement; null in the first revision"),
        Required("run_id", ColumnType.Text, "Run that wrote the revision"),
        Required("recorded_at", ColumnType.Time, "Time of writing"),
    ];

    private static IEnumerable<TableColumn> Heads(IReadOnlyList<Column> columns) =>
        columns.Where(c => c.Head).Select(Of).Prepend(Bar.Single(c => c.Name == BarField.Close));

    private static TableColumn Of(Column column) => new(column.Name, TypeMap.Of(column.Unit).Type, $"{column.Meaning} [{column.Unit}] {column.Formula}");

    private static TableColumn Required(string name, ColumnType type, string comment) => new(name, type, comment) { Required = true };
}
