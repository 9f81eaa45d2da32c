using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>The tables that are published, their shapes drawn from the columns.</summary>
internal sealed class PublishedTables
{
    public const string IndexMembers = "index_members";

    private static readonly TableColumn Symbol = Required(BarField.Symbol, ColumnType.Text, "Ticker in canonical form");
    private static readonly TableColumn Date = Required(BarField.Date, ColumnType.Date, "Session date of the exchange");
    private static readonly TableColumn Account = Required("account_id", ColumnType.Text, "The broker's account");
    private static readonly TableColumn Generated = Required("generated_at", ColumnType.ClockTime, "When the broker made the statement, broker's clock");
    private static readonly TableColumn RunId = Required("run_id", ColumnType.Text, "The run that last changed the row");

    /// <param name="statements">The tables that a broker's statements fill.</param>
    public PublishedTables(IReadOnlyList<Column> columns, IReadOnlyList<Table> statements)
    {
        Cache = new("market_analysis_cache", "The newest bar and all columns, one row a symbol", ["symbol"],
            [Symbol, Date, .. Bar, .. Benchmark, .. columns.Select(Of), RunId]);
        History = new("market_analysis_history", "What was published for a day, append-only; a changed day is a new revision", ["symbol", "date", "revision"],
            [Symbol, Date, Required("revision", ColumnType.Count, "1, then one more for every restatement"), .. Heads(columns), .. Record]);
        Statements = [.. statements.Select(t => t with { Columns = [.. t.Columns, RunId] })];
        All = [Cache, History, Constituents, Jobs, AccountStatements, TieOuts, .. Statements];
    }

    public Table Cache { get; }

    public Table History { get; }

    public Table Constituents { get; } = new("index_constituents", "Intervals of index membership", ["index_name", "symbol", "first_seen_at"],
    [
        Required("index_name", ColumnType.Text, "SP500, NASDAQ100, DOW30 …"), Symbol,
        Required("first_seen_at", ColumnType.Date, "First day on the member list"),
        Required("last_seen_at", ColumnType.Date, "Newest day on the member list"),
        Required("is_active", ColumnType.Flag, "Still a member"),
        new("became_inactive_at", ColumnType.Date, "First day no longer on the member list"),
        new("formerly", ColumnType.Text, "Tickers the member had before in this interval, oldest first"),
    ]);

    public Table Jobs { get; } = new("job_run", "How every job of every run ended", ["run_id", "job"],
    [
        Required("run_id", ColumnType.Text, "The run"),
        Required("job", ColumnType.Text, "Name in jobs.yaml"),
        Required("kind", ColumnType.Text, "What the job runs"),
        Required("status", ColumnType.Text, "ok, partial, failed, skipped or temporary"),
        Required("started_at", ColumnType.Time, "Start"),
        Required("finished_at", ColumnType.Time, "End"),
        Required("summary", ColumnType.Text, "The job's one line"),
        Required("counters", ColumnType.Json, "Its numbers, name to value"),
    ]);

    /// <summary>What a broker's statements were about.</summary>
    public Table AccountStatements { get; } = new("account_statements", "The broker's statements that were taken", ["account_id", "from_date", "to_date", "generated_at"],
    [
        Account,
        Required("from_date", ColumnType.Date, "First day told about"),
        Required("to_date", ColumnType.Date, "Last day told about"),
        Generated,
        new("base_currency", ColumnType.Text, "What the account is kept in"),
        new("positions_date", ColumnType.Date, "The day its positions are of; empty when it tells none"),
        new("rolls_from", ColumnType.Date, "The day of the positions before, when the statement tells every move since"),
        RunId,
    ]);

    /// <summary>What does not add up.</summary>
    public Table TieOuts { get; } = new("tie_out_breaks", "What does not add up in a broker's statements", ["account_id", "tie_out", "report_date", "subject"],
    [
        Account,
        Required("tie_out", ColumnType.Text, "The audit that found it"),
        Required("report_date", ColumnType.Date, "The day it is of"),
        Required("subject", ColumnType.Text, "What it is about: a contract, a currency"),
        new("expected", ColumnType.Amount, "What the parts add up to"),
        new("found", ColumnType.Amount, "What the statement says"),
        Generated,
        RunId,
    ]);

    /// <summary>The tables that statements fill.</summary>
    public IReadOnlyList<Table> Statements { get; }

    public IReadOnlyList<Table> All { get; }

    /// <summary>New columns of a table come at a view's end, where a view may grow.</summary>
    public static IReadOnlyList<View> Views { get; } =
    [
        new("market_analysis_history_latest", "The newest revision of every recorded day",
            "select distinct on (symbol, date) * from market_analysis_history order by symbol, date, revision desc"),
        new("market_analysis_history_known",
            "Every revision with the time it was the newest: what was known at T is WHERE known_from <= T AND (known_to IS NULL OR T < known_to)", """
            select recorded_at as known_from, lead(recorded_at) over (partition by symbol, date order by revision) as known_to, h.*
            from market_analysis_history h
            """),
        new(IndexMembers,
            "First and last day of every membership, the last of an open one far ahead; members of an index on a day: "
            + "SELECT symbol FROM index_members WHERE index_name = 'SP500' AND DATE '2024-03-01' BETWEEN member_from AND member_until", """
            select index_name, symbol, first_seen_at as member_from, coalesce(became_inactive_at - 1, date '9999-12-31') as member_until
            from index_constituents
            """),
    ];

    /// <summary>Tables and views that queries may use.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["market_analysis_cache", "market_analysis_history", "index_constituents", "job_run", "account_statements", "tie_out_breaks", .. Views.Select(v => v.Name)];

    /// <summary>The head columns of the history: the close and the columns flagged so in the columns.</summary>
    public IReadOnlyList<string> HeadNames => [.. History.Columns.Skip(3).SkipLast(Record.Count).Select(c => c.Name)];

    private static IReadOnlyList<TableColumn> Bar { get; } =
        [.. BarField.All.Select(f => f == BarField.Volume
            ? new TableColumn(f, ColumnType.Whole, "Shares of the session, split-adjusted")
            : new TableColumn(f, ColumnType.Number, $"Session {f}, quote currency, split-adjusted"))];

    private static IReadOnlyList<TableColumn> Benchmark { get; } =
    [
        new(FeatureSchema.Benchmark, ColumnType.Text, "What beta, correlation and relative strength are measured against"),
        new(FeatureSchema.BenchmarkDate, ColumnType.Date, "The newest of its bars the row could use"),
    ];

    private static IReadOnlyList<TableColumn> Record { get; } =
    [
        Required("payload", ColumnType.Json, "The bar and all columns as they were published"),
        new("reason", ColumnType.Text, "Why the day was restated; empty in the first revision"),
        Required("run_id", ColumnType.Text, "The run that wrote the revision"),
        Required("recorded_at", ColumnType.Time, "When it was written"),
    ];

    private static IEnumerable<TableColumn> Heads(IReadOnlyList<Column> columns) =>
        columns.Where(c => c.Head).Select(Of).Prepend(Bar.Single(c => c.Name == BarField.Close));

    private static TableColumn Of(Column column) => new(column.Name, TypeMap.Of(column.Unit).Type, $"{column.Meaning} [{column.Unit}] {column.Formula}");

    private static TableColumn Required(string name, ColumnType type, string comment) => new(name, type, comment) { Required = true };
}
