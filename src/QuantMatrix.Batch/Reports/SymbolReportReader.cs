using System.Globalization;
using Apache.Arrow;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Verification;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Report;
using QuantMatrix.Report.Symbols;

namespace QuantMatrix.Batch.Reports;

/// <summary>Reads what the page of a symbol shows; columns over the whole history are computed from its stored bars.</summary>
internal sealed class SymbolReportReader(RunContext run, DateOnly session)
{
    private readonly string date = $"DATE '{session:yyyy-MM-dd}'";

    /// <exception cref="DataUnfitException">The symbol has no bars.</exception>
    public async Task<SymbolReport> ReadAsync(string symbol, CancellationToken ct)
    {
        using var rows = await ComputeAsync(symbol, ct);
        var days = ((Date32Array)rows.Column(1)).Values.ToArray();
        var report = new SymbolReport(symbol, Day.Date(days[^1])) { Series = SeriesOf(rows, days) };
        await run.ReadSqlAsync(sql => report = Read(sql, report, rows), ct);
        return report;
    }

    private async Task<RecordBatch> ComputeAsync(string symbol, CancellationToken ct)
    {
        var (manifest, name) = (run.Lake.Current(), run.Market.Benchmark);
        string[] needed = [.. new[] { symbol, name }.Distinct().Order(StringComparer.Ordinal)];
        var bars = await run.Lake.PricesAsync(manifest, new BarRange { Symbols = needed, To = session }, ct);
        var place = bars.IndexOf(symbol);
        if (place < 0) throw new DataUnfitException($"no bars for '{symbol}' in price_data up to {session:yyyy-MM-dd}; tracked symbols: ./run.sh sql \"SELECT DISTINCT symbol FROM price_data\"");
        var options = run.File is null ? new() : RecomputeIndicatorsUniverseOptions.Of(run.File);
        var market = new MarketContext(run.Calendar, BenchmarkOf(bars, name), run.Calendar.AtOrBefore(session)) { Stage = options.Stage };
        return new Engine(Catalogue.Standard, market).Compute(bars, place..(place + 1), int.MaxValue);
    }

    private static Benchmark BenchmarkOf(Bars bars, string name)
    {
        var place = bars.IndexOf(name);
        return place < 0 ? new(name, [], []) : new(name, bars.Days[bars.RowsOf(place)], bars.Close[bars.RowsOf(place)]);
    }

    private static SymbolSeries SeriesOf(RecordBatch rows, int[] days)
    {
        var sign = (string buy, string sell) => Numbers(rows, buy).Zip(Numbers(rows, sell), (b, s) => b > 0 ? b : -s).ToArray();
        return new()
        {
            Days = days,
            Open = Numbers(rows, "open"), High = Numbers(rows, "high"), Low = Numbers(rows, "low"), Close = Numbers(rows, "close"),
            Volume = ((Int64Array)rows.Column(rows.Schema.GetFieldIndex("volume"))).Values.ToArray(),
            Ema21 = Numbers(rows, "ema_21"), Sma50 = Numbers(rows, "sma_50"), Sma200 = Numbers(rows, "sma_200"), Rsi = Numbers(rows, "rsi_14"),
            Mansfield = Numbers(rows, "rs_mansfield_pct"),
            Stage = [.. Enumerable.Range(0, days.Length).Select(i => double.TryParse(Value(rows, "stage_label", i) as string, out var stage) ? stage : double.NaN)],
            Setup = sign("td_buy_setup", "td_sell_setup"), Countdown = sign("td_buy_countdown", "td_sell_countdown"),
        };
    }

    internal static object? Value(RecordBatch rows, string column, int row) => FeatureValue.Of(rows.Column(rows.Schema.GetFieldIndex(column)), row);

    private static double[] Numbers(RecordBatch rows, string column) =>
        [.. Enumerable.Range(0, rows.Length).Select(i => Value(rows, column, i) is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN)];

    private SymbolReport Read(ISqlConnection sql, SymbolReport report, RecordBatch rows)
    {
        MissingTables.Add(sql);
        var symbol = $"'{report.Symbol.Replace("'", "''", StringComparison.Ordinal)}'";
        var info = sql.Table($"SELECT * FROM symbol_info WHERE symbol = {symbol}").Rows.FirstOrDefault(new ReportRow(ReportTable.Empty, []));
        var row = sql.Table($"SELECT * FROM features WHERE symbol = {symbol} AND date <= {date} ORDER BY date DESC LIMIT 1");
        return report with
        {
            Name = info.Text("name"), Sector = info.Text("sector"), Indices = info.Text("indices"),
            Benchmark = run.Market.Benchmark, MadeBy = $"QuantMatrix {ProgramVersion.Current.Version}",
            Row = row, Columns = ColumnsOf(row),
            Structure = sql.Table($"SELECT * FROM structure WHERE symbol = {symbol} AND date = (SELECT max(date) FROM structure WHERE date <= {date}) ORDER BY kind, from_date"),
            Months = sql.Table($"SELECT * FROM ({Months(symbol)}) WHERE change IS NOT NULL ORDER BY year, month"),
            Medians = sql.Table($"SELECT month, median(change) AS change FROM ({Months(symbol)}) WHERE change IS NOT NULL GROUP BY month ORDER BY month"),
            Screens = [.. PublishScreensOptions.Of(run.File).Screens.Select(s => new EpisodeQuery(sql, rows).Read(s.Key, new ScreenCondition(s.Value)))],
            Sources = sql.Table($"""
                SELECT source, count(*) AS bars, min(date) AS first, max(date) AS last FROM price_data WHERE symbol = {symbol} AND date <= {date}
                GROUP BY source ORDER BY last DESC, source
                """),
            Revisions = sql.Table($"SELECT date, field, old, new, class, provider FROM bar_revisions WHERE symbol = {symbol} ORDER BY run_id DESC, date DESC, field"),
            Actions = sql.Table($"SELECT date, kind, value, status FROM corporate_actions WHERE symbol = {symbol} ORDER BY date DESC LIMIT 12"),
        };
    }

    /// <summary>The change of the close from month to month; the first stored month has none.</summary>
    private string Months(string symbol) => $"""
        SELECT year(month_of) AS year, month(month_of) AS month, 100 * (close / lag(close) OVER (ORDER BY month_of) - 1) AS change
        FROM (SELECT date_trunc('month', date) AS month_of, arg_max(close, date) AS close FROM price_data WHERE symbol = {symbol} AND date <= {date} GROUP BY 1)
        """;

    private static IReadOnlyList<ColumnValue> ColumnsOf(ReportTable table) => table.IsEmpty ? [] :
        [.. Catalogue.Standard.Columns.Select(c => new ColumnValue(c.Name, SnakeCase.Of($"{c.Unit}").Replace('_', ' '), c.Meaning, table.Rows.First()[c.Name]))];
}

/// <summary>Finds the sessions in which a symbol satisfied a condition.</summary>
/// <param name="rows">Computed columns of the symbol, one row per session.</param>
internal sealed class EpisodeQuery(ISqlConnection sql, RecordBatch rows)
{
    public ScreenEpisodes Read(string name, ScreenCondition condition)
    {
        string[] columns = ["symbol", "date", .. condition.Columns.Except(["symbol", "date"])];
        var values = Enumerable.Range(0, rows.Length).Select(i => $"({string.Join(',', columns.Select(c => Literal(SymbolReportReader.Value(rows, c, i))))})");
        var types = columns.Select(c => $"{c}::{TypeMap.Of(rows.Schema.GetFieldByName(c).DataType).DuckDb} AS {c}");
        var dates = sql.Table($"""
            SELECT date FROM (SELECT {string.Join(", ", types)} FROM (VALUES {string.Join(',', values)}) v({string.Join(", ", columns)})) {condition.Where} ORDER BY date
            """).Rows.Select(r => r.Date("date")!.Value).ToHashSet();
        return Of(name, dates, [.. ((Date32Array)rows.Column(1)).Values.ToArray().Select(Day.Date)]);
    }

    /// <summary>Joins matching sessions that follow each other.</summary>
    internal static ScreenEpisodes Of(string name, IReadOnlySet<DateOnly> matching, IReadOnlyList<DateOnly> sessions)
    {
        var episodes = new List<Episode>();
        for (var i = 0; i < sessions.Count; i++)
            if (matching.Contains(sessions[i]))
                if (i > 0 && matching.Contains(sessions[i - 1])) episodes[^1] = episodes[^1] with { To = sessions[i] };
                else episodes.Add(new(sessions[i], sessions[i]));
        episodes.Reverse();
        return new(name, matching.Count, episodes);
    }

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        DateOnly day => $"'{day:yyyy-MM-dd}'",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "::DOUBLE",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
