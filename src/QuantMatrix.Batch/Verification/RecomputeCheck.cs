using System.Text.Json;
using Apache.Arrow;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Verification;

/// <summary>Computes random rows of <c>features</c> again from stored bars and compares them with the stored, the cached and the recorded row.</summary>
internal sealed class RecomputeCheck(CommandContext context, DataLake lake, ISqlConnection sql)
{
    private const string Name = "recompute";
    private const int SymbolsAtOnce = 50;

    private static readonly string[] Columns = [.. Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name)];

    /// <summary>The places of the columns that do not depend on other symbols.</summary>
    private static readonly IReadOnlyList<int> Compared =
        [.. Enumerable.Range(0, Columns.Length).Where(c => !Catalogue.Standard.Columns.Any(column => column.IsCrossSectional && column.Name == Columns[c]))];

    private readonly List<string> findings = [], notes = [];

    public async Task<CheckResult> RunAsync(Manifest manifest, int count, CancellationToken ct)
    {
        var origin = new FeatureOrigin(manifest);
        if (count == 0 || manifest.Rows(FeatureTable.Name) == 0) return new(Name, "nothing to recompute");
        if (!origin.Had(PriceData.Name, manifest.ContentOf(PriceData.Name)))
            return new(Name, "not compared: features were computed from other bars than those stored; the next run recomputes them");
        var (file, rows) = (context.ReadJobs(null), await SampleAsync(manifest, count, ct));
        var options = RecomputeIndicatorsUniverseOptions.Of(file);
        foreach (var part in rows.GroupBy(r => r.Symbol).Chunk(SymbolsAtOnce))
            await CompareAsync(manifest, options, origin.AsOf()!.Value, [.. part.SelectMany(p => p)], ct);
        var changed = !origin.Had("code", $"{typeof(Catalogue).Module.ModuleVersionId}") ? "by another build of the program"
            : origin.Options(options) is null ? "with other options than those of jobs.yaml" : null;
        var summary = $"{Plural.Of(rows.Count, "row")} equal to those computed from bars";
        return findings.Count == 0 || changed is null ? new(Name, summary) { Findings = findings, Notes = notes }
            : new(Name, $"{Plural.Of(findings.Count, "difference")}, but features were computed {changed}") { Notes = [.. findings, .. notes] };
    }

    private async Task<List<(string Symbol, DateOnly Session)>> SampleAsync(Manifest manifest, int count, CancellationToken ct)
    {
        var rows = (await lake.TableAsync(manifest,
            $"SELECT symbol, date FROM features ORDER BY hash(symbol || date || '{Random.Shared.Next()}') LIMIT {count}", ct))!;
        return [.. Enumerable.Range(0, rows.Length).Select(i => ((string)Value(rows.Column(0), i)!, (DateOnly)Value(rows.Column(1), i)!))];
    }

    private async Task CompareAsync(
        Manifest manifest, RecomputeIndicatorsUniverseOptions options, DateOnly asOf, List<(string Symbol, DateOnly Session)> rows, CancellationToken ct)
    {
        List<string> symbols = [.. rows.Select(r => r.Symbol).Distinct().Order(StringComparer.Ordinal)];
        var calendar = CalendarFiles.Read(context.Settings.Home);
        var benchmark = Benchmark.Of(
            options.Benchmark, await lake.PricesAsync(manifest, new BarRange { Symbols = [options.Benchmark], To = asOf }, ct));
        var market = options.Market(calendar, benchmark, asOf);
        var bars = await lake.PricesAsync(manifest, new BarRange { Symbols = symbols, To = asOf }, ct);
        using var computed = new Engine(Catalogue.Standard, market).Compute(bars, int.MaxValue);
        var places = Enumerable.Range(0, computed.Length).ToDictionary(i => (Value(computed.Column(0), i), Value(computed.Column(1), i)));
        var chosen = rows.Select(r => ((object?)r.Symbol, (object?)r.Session)).ToHashSet();
        var list = string.Join(", ", symbols.Select(s => $"'{s}'"));
        var stored = (await lake.TableAsync(manifest, $"SELECT {string.Join(", ", Columns)} FROM features WHERE symbol IN ({list})", ct))!;
        for (var i = 0; i < stored.Length; i++)
            if (chosen.Contains((Value(stored.Column(0), i), Value(stored.Column(1), i))))
                Compare("features", c => Value(stored.Column(c), i), computed, places);
        ComparePublished(list, computed, places);
        CompareRecorded(list, chosen, computed, places);
    }

    private void Compare(string table, Func<int, object?> found, RecordBatch computed, Dictionary<(object?, object?), int> places)
    {
        if (!places.TryGetValue((found(0), found(1)), out var row))
            findings.Add($"{table}: {found(0)} {found(1):yyyy-MM-dd} has no bar");
        else if (Compared.Where(c => !FeatureValue.Same(found(c), Value(computed.Column(c), row))).ToList() is [var first, ..] all)
            findings.Add($"{table}: {found(0)} {found(1):yyyy-MM-dd}: {Columns[first]} is {found(first) ?? "null"}, computed from bars "
                + $"{Value(computed.Column(first), row) ?? "null"}{(all.Count == 1 ? "" : $"; {Plural.Of(all.Count - 1, "further column")} differ")}");
    }

    /// <summary>The newest row of each symbol, as published.</summary>
    private void ComparePublished(string symbols, RecordBatch computed, Dictionary<(object?, object?), int> places)
    {
        using var cached = SqlRows.IfPublished(
            () => sql.Query($"SELECT {string.Join(", ", Columns)} FROM market_analysis_cache WHERE symbol IN ({symbols})"));
        while (cached?.Read() == true) Compare("market_analysis_cache", c => FeatureValue.Of(cached.GetValue(c)), computed, places);
    }

    /// <summary>A recorded row stays as it was when bars were corrected later: a difference is a note.</summary>
    private void CompareRecorded(string symbols, HashSet<(object?, object?)> chosen, RecordBatch computed, Dictionary<(object?, object?), int> places)
    {
        using var recorded = SqlRows.IfPublished(
            () => sql.Query($"SELECT symbol, date, payload FROM market_analysis_history_latest WHERE symbol IN ({symbols})"));
        while (recorded?.Read() == true)
        {
            var key = (FeatureValue.Of(recorded.GetValue(0)), FeatureValue.Of(recorded.GetValue(1)));
            if (!chosen.Contains(key) || !places.TryGetValue(key, out var row)) continue;
            using var payload = JsonDocument.Parse($"{recorded.GetValue(2)}");
            var differing = payload.RootElement.EnumerateObject().Where(p => System.Array.IndexOf(Columns, p.Name) is var c
                && Compared.Contains(c) && !FeatureValue.Same(p.Value, Value(computed.Column(c), row))).Select(p => p.Name).ToList();
            if (differing.Count > 0) notes.Add($"market_analysis_history: {key.Item1} {key.Item2:yyyy-MM-dd} was recorded with another {differing[0]}");
        }
    }

    private static object? Value(IArrowArray column, int row) => FeatureValue.Of(column, row);
}
