using System.Globalization;
using Apache.Arrow;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Lookup;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Report;
using QuantMatrix.Report.Symbols;

namespace QuantMatrix.Batch.Reports;

/// <summary>Reads what the page of a symbol shows; columns over the whole history are computed from its stored bars.</summary>
/// <param name="ranks">Of the symbol in every session; null when no screen names a column across symbols.</param>
internal sealed class SymbolReportReader(RunContext run, DateOnly session, SessionRanks? ranks)
{
    private static readonly string[] StructureColumns =
        ["kind", "from_date", "low", "high", "price", "touches", "first_price", "second_date", "second_price"];

    private readonly string date = $"DATE '{session:yyyy-MM-dd}'";

    /// <exception cref="DataUnfitException">The symbol has no bars.</exception>
    public async Task<SymbolReport> ReadAsync(string symbol, CancellationToken ct)
    {
        var options = RecomputeIndicatorsUniverseOptions.Of(run.File);
        var reader = new SymbolHistoryReader(run.Lake, run.Lake.Current(), run.Calendar, options) { AsOf = session, Ranks = ranks };
        using var history = await reader.ReadAsync(symbol, ct);
        var report = new SymbolReport(symbol, history.Session)
        {
            Series = SeriesOf(history), WeeksInStage = history.WeeksInStage(), Structure = StructureOf(history),
        };
        await run.ReadSqlAsync(sql => report = Read(sql, report, history.Rows), ct);
        return report;
    }

    /// <summary>The ranks of some symbols in every session up to one; null when no screen names a column across symbols.</summary>
    public static async Task<SessionRanks?> RanksAsync(RunContext run, DateOnly session, IReadOnlyList<string> symbols, CancellationToken ct)
    {
        if (!PublishScreensOptions.Of(run.File).Screens.Values.Any(text => new ScreenCondition(text).IsCrossSectional)) return null;
        var options = RecomputeIndicatorsUniverseOptions.Of(run.File);
        var parts = new SymbolParts(run.Lake, run.Lake.Current(), run.Workers, options.BatchSize) { To = session };
        var market = options.Market(run.Calendar, await parts.BenchmarkAsync(options.Benchmark, ct), session);
        var members = new IndexMembers(await run.Tables.MembershipsAsync(ct));
        return (await new RankComputation(parts, market, members)
            .RanksAsync(symbols.ToHashSet(), int.MaxValue, new Progress<JobProgress>(), ct)).Ranks;
    }

    /// <summary>Those of the symbol's newest bar, computed with it: the table <c>structure</c> has no past sessions.</summary>
    private static ReportTable StructureOf(SymbolHistory history) => new(StructureColumns,
        [.. history.Structures.OrderBy(s => s.Kind, StringComparer.Ordinal).ThenByDescending(s => s.Touches).ThenBy(s => s.FromDay).Select(Row)]);

    private static object?[] Row(PriceStructure s) =>
        [s.Kind, Day.Date(s.FromDay), s.Low, s.High, s.Price, s.Touches, s.FirstPrice, s.SecondDay is { } second ? Day.Date(second) : null, s.SecondPrice];

    private static SymbolSeries SeriesOf(SymbolHistory history)
    {
        var bars = history.Bars;
        return new()
        {
            Days = [.. bars.Days], Open = [.. bars.Open], High = [.. bars.High], Low = [.. bars.Low], Close = [.. bars.Close], Volume = [.. bars.Volume],
            Ema21 = Numbers("ema_21"), Sma50 = Numbers("sma_50"), Sma200 = Numbers("sma_200"), Rsi = Numbers("rsi_14"),
            Mansfield = Numbers("rs_mansfield_pct"), Stage = Of(row => StageOf(history.Value("stage_label", row))),
            Setup = Signed("td_buy_setup", "td_sell_setup"), Countdown = Signed("td_buy_countdown", "td_sell_countdown"),
        };

        double[] Numbers(string column) => Of(row => history.Number(column, row));

        double[] Signed(string buy, string sell) => Of(row => history.Number(buy, row) is > 0 and var count ? count : -history.Number(sell, row));

        double[] Of(Func<int, double> value) => [.. Enumerable.Range(0, bars.Count).Select(value)];
    }

    private static double StageOf(object? label) =>
        double.TryParse(label as string, NumberStyles.None, CultureInfo.InvariantCulture, out var stage) ? stage : double.NaN;

    private SymbolReport Read(ISqlConnection sql, SymbolReport report, RecordBatch rows)
    {
        var symbol = SqlText.Quote(report.Symbol);
        var info = sql.Table($"SELECT * FROM symbol_info WHERE symbol = {symbol}").Rows.FirstOrDefault(new ReportRow(ReportTable.Empty, []));
        var row = sql.Table($"SELECT * FROM features WHERE symbol = {symbol} AND date <= {date} ORDER BY date DESC LIMIT 1");
        return report with
        {
            Name = info.Text("name"),
            Sector = info.Text("sector"),
            Indices = IndicesOf(sql, symbol),
            Benchmark = run.Market.Benchmark,
            MadeBy = $"QuantMatrix {ProgramVersion.Current.Version}",
            Row = row,
            Columns = ColumnsOf(row),
            Months = sql.Table($"SELECT * FROM ({Months(symbol)}) WHERE change IS NOT NULL ORDER BY year, month"),
            Medians = sql.Table($"SELECT month, median(change) AS change FROM ({Months(symbol)}) GROUP BY month HAVING count(change) > 0 ORDER BY month"),
            Screens = new EpisodeQuery(sql, rows).Read(PublishScreensOptions.Of(run.File).Screens),
            Sources = sql.Table($"""
                SELECT source, count(*) AS bars, min(date) AS first, max(date) AS last FROM price_data WHERE symbol = {symbol} AND date <= {date}
                GROUP BY source ORDER BY last DESC, source
                """),
            Revisions = sql.Table($"""
                SELECT date, field, old, new, class, provider FROM bar_revisions WHERE symbol = {symbol} AND date <= {date}
                ORDER BY run_id DESC, date DESC, field
                """),
            Actions = sql.Table($"SELECT date, kind, value, status FROM corporate_actions WHERE symbol = {symbol} ORDER BY date DESC LIMIT 12"),
        };
    }

    /// <summary>The indices of which it was a member in the session.</summary>
    private string IndicesOf(ISqlConnection sql, string symbol) => string.Join(',', SqlRows.IfPublished(() => sql.Table(
        $"SELECT DISTINCT index_name FROM index_members WHERE symbol = {symbol} AND {date} BETWEEN member_from AND member_until ORDER BY 1"))
        ?.Rows.Select(row => row.Text("index_name")) ?? []);

    /// <summary>The change of the close from month to month; the first stored month has none.</summary>
    private string Months(string symbol) => $"""
        SELECT year(month_of) AS year, month(month_of) AS month, 100 * (close / lag(close) OVER (ORDER BY month_of) - 1) AS change
        FROM (SELECT date_trunc('month', date) AS month_of, arg_max(close, date) AS close FROM price_data WHERE symbol = {symbol} AND date <= {date} GROUP BY 1)
        """;

    private static IReadOnlyList<ColumnValue> ColumnsOf(ReportTable table) => table.IsEmpty ? [] :
        [.. Catalogue.Standard.Columns.Select(c => new ColumnValue(c.Name, SnakeCase.Of($"{c.Unit}").Replace('_', ' '), c.Meaning,
            table.Rows.First()[c.Name]))];
}
