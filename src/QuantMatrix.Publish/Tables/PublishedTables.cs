using QuantMatrix.Compute;

namespace QuantMatrix.Publish.Tables;

/// <summary>The tables that are published, their shapes drawn from the catalogue.</summary>
internal sealed class PublishedTables
{
    public const string HistoryLatest = "market_analysis_history_latest";

    private static readonly TableColumn Symbol = Required("symbol", ColumnType.Text, "Ticker in canonical form");
    private static readonly TableColumn Date = Required("date", ColumnType.Date, "Session date of the exchange");
    private static readonly TableColumn RunId = Required("run_id", ColumnType.Text, "The run that last changed the row");

    public PublishedTables(Catalogue catalogue)
    {
        Cache = new("market_analysis_cache", "The newest bar and all columns, one row a symbol", ["symbol"],
            [Symbol, Date, .. Bar, .. Benchmark, .. catalogue.Columns.Select(Of), RunId]);
        History = new("market_analysis_history", "What was published for a day, append-only; a changed day is a new revision", ["symbol", "date", "revision"],
            [Symbol, Date, Required("revision", ColumnType.Int32, "1, then one more for every restatement"), .. Heads(catalogue), .. Record]);
        All = [Cache, History, Constituents, Jobs];
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

    public IReadOnlyList<Table> All { get; }

    /// <summary>The head columns of the history: the close and the columns flagged so in the catalogue.</summary>
    public IReadOnlyList<string> HeadNames => [.. History.Columns.Skip(3).SkipLast(Record.Count).Select(c => c.Name)];

    private static IReadOnlyList<TableColumn> Bar { get; } =
        [.. Field.All.Select(f => f == Field.Volume
            ? new TableColumn(f, ColumnType.Int64, "Shares of the session, split-adjusted")
            : new TableColumn(f, ColumnType.Double, $"Session {f}, quote currency, split-adjusted"))];

    private static IReadOnlyList<TableColumn> Benchmark { get; } =
    [
        new("benchmark", ColumnType.Text, "What beta, correlation and relative strength are measured against"),
        new("benchmark_date", ColumnType.Date, "The newest of its bars the row could use"),
    ];

    private static IReadOnlyList<TableColumn> Record { get; } =
    [
        Required("payload", ColumnType.Json, "The bar and all columns as they were published"),
        new("reason", ColumnType.Text, "Why the day was restated; empty in the first revision"),
        Required("run_id", ColumnType.Text, "The run that wrote the revision"),
        Required("recorded_at", ColumnType.Time, "When it was written"),
    ];

    private static IEnumerable<TableColumn> Heads(Catalogue catalogue) =>
        catalogue.Columns.Where(c => c.Head).Select(Of).Prepend(Bar.Single(c => c.Name == Field.Close));

    private static TableColumn Of(Column column) => new(column.Name, TypeOf(column.Unit), $"{column.Meaning} [{column.Unit}] {column.Formula}");

    private static ColumnType TypeOf(Unit unit) => unit switch
    {
        Unit.Count => ColumnType.Int32,
        Unit.Flag => ColumnType.Flag,
        Unit.Label => ColumnType.Text,
        _ => ColumnType.Double,
    };

    private static TableColumn Required(string name, ColumnType type, string comment) => new(name, type, comment) { Required = true };
}
