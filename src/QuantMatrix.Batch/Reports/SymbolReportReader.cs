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
        if (place < 0) throw new DataUnfitException($"no bars for '{symbol}' in price_data up to {session:yyyy-MM-dd}");
        var options = RecomputeIndicatorsUniverseOptions.Of(run.File);
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
            Stage = [.. Enumerable.Range(0, days.Length).Select(i => StageOf(Value(rows, "stage_label", i)))],
            Setup = sign("td_buy_setup", "td_sell_setup"), Countdown = sign("td_buy_countdown", "td_sell_countdown"),
        };
    }

    private static double StageOf(object? label) =>
        double.TryParse(label as string, NumberStyles.None, CultureInfo.InvariantCulture, out var stage) ? stage : double.NaN;

    internal static object? Value(RecordBatch rows, string column, int row) => FeatureValue.Of(rows.Column(rows.Schema.GetFieldIndex(column)), row);

    private static double[] Numbers(RecordBatch rows, string column) =>
        [.. Enumerable.Range(0, rows.Length).Select(i => Value(rows, column, i))
            .Select(v => v is null ? double.NaN : Convert.ToDouble(v, CultureInfo.InvariantCulture))];

    private SymbolReport Read(ISqlConnection sql, SymbolReport report, RecordBatch rows)
    {
        var symbol = $"'{report.Symbol.Replace("'", "''", StringComparison.Ordinal)}'";
        var info = sql.Table($"SELECT * FROM symbol_info WHERE symbol = {symbol}").Rows.FirstOrDefault(new ReportRow(ReportTable.Empty, []));
        var row = sql.Table($"SELECT * FROM features WHERE symbol = {symbol} AND date <= {date} ORDER BY date DESC LIMIT 1");
        return report with
        {
            Name = info.Text("name"),
            Sector = info.Text("sector"),
            Indices = info.Text("indices"),
            Benchmark = run.Market.Benchmark,
            MadeBy = $"QuantMatrix {ProgramVersion.Current.Version}",
            Row = row,
            Columns = ColumnsOf(row),
            Structure = sql.Table($"""
                SELECT * FROM structure WHERE symbol = {symbol} AND date <= {date} ORDER BY kind, touches DESC, from_date
                """),
            Months = sql.Table($"SELECT * FROM ({Months(symbol)}) WHERE change IS NOT NULL ORDER BY year, month"),
            Medians = sql.Table($"SELECT month, median(change) AS change FROM ({Months(symbol)}) GROUP BY month HAVING count(change) > 0 ORDER BY month"),
            Screens = new EpisodeQuery(sql, rows).Read(PublishScreensOptions.Of(run.File).Screens),
            Sources = sql.Table($"""
                SELECT source, count(*) AS bars, min(date) AS first, max(date) AS last FROM price_data WHERE symbol = {symbol} AND date <= {date}
                GROUP BY source ORDER BY last DESC, source
                """),
            Revisions = sql.Table($"""
                SELECT date, field, old, new, class, provider FROM bar_revisions WHERE symbol = {symbol} ORDER BY run_id DESC, date DESC, field
                """),
            Actions = sql.Table($"SELECT date, kind, value, status FROM corporate_actions WHERE symbol = {symbol} ORDER BY date DESC LIMIT 12"),
        };
    }

    /// <summary>The change of the close from month to month; the first stored month has none.</summary>
    private string Months(string symbol) => $"""
        SELECT year(month_of) AS year, month(month_of) AS month, 100 * (close / lag(close) OVER (ORDER BY month_of) - 1) AS change
        FROM (SELECT date_trunc('month', date) AS month_of, arg_max(close, date) AS close FROM price_data WHERE symbol = {symbol} AND date <= {date} GROUP BY 1)
        """;

    private static IReadOnlyList<ColumnValue> ColumnsOf(ReportTable table) => table.IsEmpty ? [] :
        [.. Catalogue.Standard.Columns.Select(c => new ColumnValue(c.Name, SnakeCase.Of($"{c.Unit}").Replace('_', ' '), c.Meaning,
            table.Rows.First()[c.Name]))];
}
