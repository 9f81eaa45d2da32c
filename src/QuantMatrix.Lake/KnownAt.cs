using System.Globalization;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The lake as it was known at a time: what runs that began later changed is undone.</summary>
/// <remarks>
/// Restated values come from <c>bar_revisions</c>, the arrival of bars from <c>bar_arrivals</c>; both name the run, whose id tells when it began.
/// Bars without an arrival, stored before arrivals were recorded, count as always known. Member lists have a day and no time: that of a day counts from
/// the following day on.
/// </remarks>
public sealed record KnownAt(DateTimeOffset Time)
{
    /// <summary>The day of the newest member lists known.</summary>
    public DateOnly Lists { get; init; } = DateOnly.FromDateTime(Time.UtcDateTime).AddDays(-1);

    /// <summary>What a run knew: bars stored before it, and the member lists of its day, which it refreshes first.</summary>
    public static KnownAt? OfRun(string runId) =>
        Began(runId) is { } began ? new(began) { Lists = DateOnly.FromDateTime(began.UtcDateTime) } : null;

    /// <summary>Prefix of the tables as they are stored now, while the plain names are those of the known ones.</summary>
    internal const string Now = "now_";

    private const string Constituents = "index_constituents";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Tables computed from bars, which have no earlier state.</summary>
    public static readonly IReadOnlyList<string> Computed =
        [FeatureTable.Name, StructureTable.Table.Name, BreadthTable.Table.Name, IntradayFeatureTable.Table.Name, "market_analysis_cache"];

    /// <summary>The time at which a run began, by its id; null for an id of another form.</summary>
    public static DateTimeOffset? Began(string runId) => runId.Length >= 16
        && DateTimeOffset.TryParseExact(runId.AsSpan(0, 16), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : null;

    /// <param name="text">A date, which means its end, or a time; both UTC.</param>
    public static KnownAt? Parse(string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1).AddMilliseconds(-1));
        return DateTimeOffset.TryParseExact(text.TrimEnd('Z'), Forms, CultureInfo.InvariantCulture, utc, out var time) ? new(time) : null;
    }

    /// <summary>Whether the changes of a run were known.</summary>
    public bool Includes(string runId) => !(Began(runId) > Time);

    /// <summary>The bars of a range as they were known.</summary>
    public async Task<Bars> BarsAsync(DataLake lake, Manifest manifest, BarRange range, CancellationToken ct)
    {
        var until = range.To is { } to ? $"WHERE date <= {LakeSql.Date(to)}" : "";
        var query = $"SELECT {PriceData.Everything.Replace("source", "coalesce(source, '')", StringComparison.Ordinal)} "
            + $"FROM ({Bars("", range.Symbols)}) {until} ORDER BY symbol, date";
        return await PriceData.ReadAsync(lake.QueryAsync(manifest, query, ct), range);
    }

    /// <summary>Statements that replace tables and views by those known; tables that are computed are dropped.</summary>
    /// <param name="tables">Every table: whether it is a view, and its columns.</param>
    internal IEnumerable<string> Replacements(IReadOnlyDictionary<string, (bool IsView, IReadOnlySet<string> Columns)> tables)
    {
        foreach (var (name, (isView, _)) in tables) yield return $"ALTER {(isView ? "VIEW" : "TABLE")} {name} RENAME TO {Now}{name}";
        foreach (var (name, (_, columns)) in tables.OrderBy(t => t.Key == SymbolInfo.Table.Name)) // reads the known memberships
            if (!Computed.Contains(name)) yield return $"CREATE VIEW {name} AS {Select(name, columns, tables.ContainsKey(Constituents))}";
    }

    /// <param name="hasMembers">Whether memberships are published.</param>
    private string Select(string table, IReadOnlySet<string> columns, bool hasMembers) => table switch
    {
        PriceData.Name => Bars(Now, null),
        "screen_members" => $"SELECT * FROM {Now}screen_members WHERE (screen, date, condition_hash) IN "
            + $"(SELECT (screen, date, condition_hash) FROM {Now}screen_sessions WHERE {IsKnown("run_id")}) AND {IsKnown("run_id")}",
        "alerts" => $"SELECT * FROM {Now}alerts WHERE CASE WHEN run_id = '' THEN date < {Today} ELSE {IsKnown("run_id")} END",
        Constituents => $"""
            SELECT * REPLACE (least(last_seen_at, {List}) AS last_seen_at, became_inactive_at IS NULL OR became_inactive_at > {List} AS is_active,
                CASE WHEN became_inactive_at <= {List} THEN became_inactive_at END AS became_inactive_at)
            FROM {Now}{Constituents} WHERE first_seen_at <= {List}
            """,
        "symbol_info" when hasMembers => $"""
            SELECT * REPLACE (coalesce((SELECT string_agg(DISTINCT index_name, ',' ORDER BY index_name) FROM {Constituents} c
                WHERE c.symbol = i.symbol AND c.is_active), '') AS indices) FROM {Now}symbol_info i
            """,
        "market_analysis_history" => $"SELECT * FROM {Now}{table} WHERE recorded_at <= {Instant}",
        "job_run" => $"SELECT * FROM {Now}{table} WHERE finished_at <= {Instant}",
        _ when columns.Contains("first_run_id") => $"SELECT * FROM {Now}{table} WHERE {IsKnown("first_run_id")}",
        _ when columns.Contains("run_id") => $"SELECT * FROM {Now}{table} WHERE {IsKnown("run_id")}",
        _ => $"SELECT * FROM {Now}{table}",
    };

    /// <summary>The columns of <c>price_data</c> of the known bars.</summary>
    /// <remarks>
    /// A bar that is stored was known unless it arrived later. One that arrived later, or is stored no longer, was known if its removal is the
    /// first that happened to it later. A known value is the old one of the first later revision, else the stored one.
    /// </remarks>
    private string Bars(string prefix, IReadOnlyList<string>? symbols)
    {
        var of = symbols is null ? "true" : $"symbol IN ({string.Join(", ", symbols.Select(SqlText.Quote))})";
        var olds = BarField.Shown.Select(f => $"first(old ORDER BY n) FILTER (field = '{f}') AS {f}, count(*) FILTER (field = '{f}') > 0 AS has_{f}");
        return $"""
            WITH ledger AS (SELECT *, {At("run_id")} AS began, row_number() OVER () AS n FROM {prefix}bar_revisions
                WHERE {of} AND class <> '{BarRevision.Rot}'),
            later AS (SELECT symbol, date, min(began) FILTER (class = '{BarRevision.Succession}') AS removed,
                {string.Join(", ", olds)}
                FROM ledger WHERE began > {Moment} GROUP BY ALL),
            earlier AS (SELECT symbol, date, last(provider ORDER BY n) AS provider FROM ledger WHERE began <= {Moment} GROUP BY ALL),
            stored AS (SELECT {PriceData.Stored} FROM {prefix}price_data WHERE {of}),
            arrivals AS (SELECT symbol, date AS from_date, to_date, {At("run_id")} AS began FROM {prefix}bar_arrivals
                WHERE {of} AND {At("run_id")} > {Moment}),
            came AS (SELECT k.symbol, k.date, min(a.began) AS began
                FROM (SELECT symbol, date FROM stored UNION SELECT symbol, date FROM later WHERE removed IS NOT NULL) k
                JOIN arrivals a ON a.symbol = k.symbol AND k.date BETWEEN a.from_date AND a.to_date GROUP BY ALL),
            known AS (SELECT symbol, date, {string.Join(", ", BarField.All.Select(Value))}, has_adj_close, l.adj_close AS old_adj_close,
                CASE WHEN l.symbol IS NULL THEN s.source ELSE e.provider END AS source
            FROM stored s FULL JOIN later l USING (symbol, date) LEFT JOIN came c USING (symbol, date) LEFT JOIN earlier e USING (symbol, date)
            WHERE (c.began IS NULL AND s.symbol IS NOT NULL) OR l.removed <= coalesce(c.began, TIMESTAMP 'infinity')),
            known_actions AS (SELECT * FROM {prefix}corporate_actions WHERE {of} AND {IsKnown("run_id")})
            SELECT symbol, date, '1d' AS interval, open, high, low, close,
                CASE WHEN has_adj_close THEN old_adj_close ELSE {TotalReturnSql.Close} END AS adj_close, volume, source
            FROM {TotalReturnSql.From("known", "known_actions", SessionCalendar.First)}
            """;

        static string Value(string field) =>
            $"CASE WHEN has_{field} THEN l.{field}{(field == BarField.Volume ? "::BIGINT" : "")} ELSE s.{field} END AS {field}";
    }

    private string IsKnown(string runId) => $"{At(runId)} <= {Moment}";

    /// <summary>A run of an id of another form counts as the earliest.</summary>
    private static string At(string runId) => $"coalesce(try_strptime(left({runId}, 16), '%Y%m%dT%H%M%SZ'), TIMESTAMP '-infinity')";

    private string Moment => $"TIMESTAMP '{Text}'";

    private string Instant => $"TIMESTAMPTZ '{Text}+00'";

    private string List => LakeSql.Date(Lists);

    private string Today => LakeSql.Date(DateOnly.FromDateTime(Time.UtcDateTime));

    private string Text => Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
