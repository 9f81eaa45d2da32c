using System.Text.Json;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Screens;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Verification;

/// <summary>Computes every recorded row of <c>market_analysis_history</c> again from the stored bars and names the cause of each difference.</summary>
/// <remarks>
/// A row of the same version of the program must be equal bit for bit, of another one to 12 digits. Where the stored bars give another value,
/// those known when the row was recorded are tried: if they give the recorded one, bars that changed since are the cause.
/// </remarks>
internal sealed class HistoryCheck(CommandContext context, DataLake lake, ISqlConnection sql)
{
    private const string Name = "history";
    private const int SymbolsAtOnce = 50, MostNamed = 5;

    private static readonly IReadOnlySet<string> NotCompared =
        Catalogue.Standard.Columns.Where(c => c.IsCrossSectional || c.IsOfRun).Select(c => c.Name).ToHashSet();

    private readonly RecomputeIndicatorsUniverseOptions options = RecomputeIndicatorsUniverseOptions.Of(context.ReadJobs(null));
    private readonly SessionCalendar calendar = CalendarFiles.Read(context.Settings.Home);
    private readonly RecordingRuns runs = new(context.Settings.Data.Runs);
    private readonly List<string> unexplained = [];
    private readonly Dictionary<string, List<string>> explained = [];
    private readonly List<RankDifference> ranks = [];

    public async Task<CheckResult> RunAsync(Manifest manifest, CancellationToken ct)
    {
        var recorded = FirstRecorded();
        var (rows, symbols, computed) = (0, 0, recorded.Count == 0 ? null : await RanksAsync(null, recorded, ct));
        using var progress = context.ShowProgress();
        foreach (var part in Recorded().Chunk(SymbolsAtOnce))
        {
            ct.ThrowIfCancellationRequested();
            rows += part.Sum(symbol => symbol.Count);
            await CompareAsync(manifest, [.. part.SelectMany(p => p)], computed, ct);
            progress.Report(symbols += part.Length, recorded.Count, "symbols");
        }
        await ExplainRanksAsync(ct);
        if (rows == 0) return new(Name, "nothing is recorded yet");
        var different = unexplained.Count + explained.Values.Sum(e => e.Count);
        return new(Name, $"{Plural.Of(rows - different, "row")} of {Plural.Number(rows)} equal to those computed from bars")
        {
            Findings = Shortened(unexplained), Notes = [.. explained.Select(cause => $"{cause.Key}: {string.Join("; ", Shortened(cause.Value))}")],
        };
    }

    private async Task CompareAsync(Manifest manifest, IReadOnlyList<RecordedRow> rows, SessionRanks? computed, CancellationToken ct)
    {
        var symbols = rows.Select(r => r.Symbol).Distinct().ToList();
        using var now = await ComputedRows.OfAsync(range => lake.PricesAsync(manifest, range, ct), symbols, options, calendar);
        var differing = rows.Select(row => (Row: row, Difference: Difference(now, row))).Where(d => d.Difference is not null).ToList();
        var others = differing.Select(d => d.Row).ToHashSet();
        if (computed is not null) ranks.AddRange(RankDifference.All(rows, computed).Select(d => d with { IsOnly = !others.Contains(d.Row) }));
        if (differing.Count == 0) return;
        var alike = BarChange.NewestAlike(others, await ChangesAsync(manifest, others, ct), options.Benchmark);
        foreach (var night in differing.GroupBy(d => alike[d.Row.RunId]))
        {
            var known = KnownAt.OfRun(night.Key);
            List<string> concerned = [.. night.Select(d => d.Row.Symbol).Distinct().Order(StringComparer.Ordinal)];
            using var then = known is null ? null
                : await ComputedRows.OfAsync(range => known.BarsAsync(lake, manifest, range, ct), concerned, options, calendar);
            foreach (var (row, difference) in night) Explain(row, difference!, then);
        }
    }

    private string? Difference(ComputedRows computed, RecordedRow row) => computed.Difference(row, runs.IsCurrent(row.RunId), NotCompared);

    private void Explain(RecordedRow row, string difference, ComputedRows? then)
    {
        if (then is not null && Difference(then, row) is null)
            Add("bars restated or stored since", row, difference);
        else if (then?.MissingBars(row) is > 0 and var missing) Add($"{Plural.Of(missing, "bar")} of then missing", row, difference);
        else if (runs.OtherOptions(row.RunId, options) is { } other) Add($"recorded with {other}", row, difference);
        else if (!runs.IsCurrent(row.RunId))
            Add($"recorded by {runs.VersionOf(row.RunId) ?? "a version of the program that is not known any more"}", row, difference);
        else unexplained.Add($"market_analysis_history: {row.Symbol} {row.Session:yyyy-MM-dd}: {difference}, recorded by run {row.RunId}");
    }

    /// <summary>What runs changed in the bars of these rows and of the benchmark.</summary>
    private async Task<IReadOnlyList<BarChange>> ChangesAsync(Manifest manifest, IReadOnlySet<RecordedRow> rows, CancellationToken ct)
    {
        var symbols = string.Join(", ", rows.Select(r => r.Symbol).Append(options.Benchmark).Distinct().Select(s => $"'{s}'"));
        var found = await lake.TableAsync(manifest, $"""
            SELECT run_id, symbol, min(date) AS date
            FROM (SELECT run_id, symbol, date FROM bar_revisions UNION ALL SELECT run_id, symbol, date FROM bar_arrivals)
            WHERE symbol IN ({symbols}) GROUP BY ALL
            """, ct);
        return found is null ? [] : [.. Enumerable.Range(0, found.Length).Select(row => new BarChange((string)FeatureValue.Of(found.Column(0), row)!,
            (string)FeatureValue.Of(found.Column(1), row)!, (DateOnly)FeatureValue.Of(found.Column(2), row)!))];
    }

    /// <summary>Ranks recorded by a run are computed again from the bars and the members that it knew; what differs from these too has another cause.</summary>
    private async Task ExplainRanksAsync(CancellationToken ct)
    {
        foreach (var night in ranks.Where(r => r.IsOnly).GroupBy(r => r.Row.RunId))
        {
            List<RecordedRow> rows = [.. night.Select(r => r.Row)];
            var then = KnownAt.OfRun(night.Key) is { } known ? await RanksAsync(known, [.. rows.Select(r => (r.Symbol, r.Session))], ct) : null;
            var different = then is null ? [.. rows] : RankDifference.All(rows, then).Select(d => d.Row).ToHashSet();
            foreach (var (row, difference) in night.Select(r => (r.Row, r.Text)))
                if (!different.Contains(row)) Add("members, or bars of other symbols, changed since", row, difference);
                else Explain(row, difference, then: null);
        }
    }

    /// <summary>The ranks of symbols from their sessions on.</summary>
    /// <param name="known">The time as of which bars and members are; null for now.</param>
    private async Task<SessionRanks> RanksAsync(KnownAt? known, IReadOnlyList<(string Symbol, DateOnly From)> rows, CancellationToken ct)
    {
        using var then = known is null ? null : context.RunServices.OpenSql(context.Settings, new() { Known = known });
        using var market = await ScreenMarket.OpenAsync(context, then ?? sql, context.ReadJobs(null), (null, known), ct);
        List<string> symbols = [.. rows.Select(r => r.Symbol).Distinct().Order(StringComparer.Ordinal)];
        return await market.RanksAsync(symbols, calendar.Count(rows.Min(r => r.From), Day.Date(market.Day)), ct);
    }

    /// <summary>The recorded symbols, each with its first session; empty when nothing is recorded yet.</summary>
    private List<(string Symbol, DateOnly From)> FirstRecorded() => SqlRows.IfPublished(() => sql.QueryInPlace(
        "SELECT symbol, min(date) FROM market_analysis_history GROUP BY symbol ORDER BY symbol")
        .ReadAll(row => (row.GetString(0), row.GetFieldValue<DateOnly>(1)))) ?? [];

    private void Add(string cause, RecordedRow row, string difference)
    {
        if (!explained.TryGetValue(cause, out var rows)) explained.Add(cause, rows = []);
        rows.Add($"{row.Symbol} {row.Session:yyyy-MM-dd} {difference}");
    }

    /// <summary>The newest revision of every recorded day, symbol by symbol.</summary>
    private IEnumerable<List<RecordedRow>> Recorded()
    {
        using var reader = SqlRows.IfPublished(
            () => sql.QueryInPlace("SELECT symbol, date, payload, run_id FROM market_analysis_history_latest ORDER BY symbol, date"));
        var symbol = new List<RecordedRow>();
        while (reader?.Read() == true)
        {
            var row = new RecordedRow(reader.GetString(0), reader.GetFieldValue<DateOnly>(1), $"{reader.GetValue(2)}", reader.GetString(3));
            if (symbol.Count > 0 && symbol[^1].Symbol != row.Symbol)
            {
                yield return symbol;
                symbol = [];
            }
            symbol.Add(row);
        }
        if (symbol.Count > 0) yield return symbol;
    }

    private static List<string> Shortened(List<string> lines) =>
        lines.Count <= MostNamed ? lines : [.. lines.Take(MostNamed), $"{Plural.Number(lines.Count - MostNamed)} more"];
}

/// <summary>A row of the recorded history.</summary>
/// <param name="Payload">The recorded columns as JSON.</param>
internal sealed record RecordedRow(string Symbol, DateOnly Session, string Payload, string RunId);
