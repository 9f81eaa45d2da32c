using System.Data.Common;
using System.Text.Json;
using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Lookup;
using QuantMatrix.Batch.Screens;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Explains one value: formula, inputs, the bars behind it, their providers, runs and restatements; computed in memory, writes nothing.</summary>
[Verb("explain", HelpText = "Explain a value: formula, inputs, the bars behind it, their providers, runs and restatements.")]
public sealed class ExplainCommand : ICommand
{
    [Value(0, MetaName = "SYMBOL", Required = true, HelpText = "Ticker, like AAPL.")]
    public string Symbol { get; init; } = "";

    [Value(1, MetaName = "COLUMN", Required = true, HelpText = "Column, like rsi_14; ./run.sh columns lists them.")]
    public string Column { get; init; } = "";

    [Value(2, MetaName = "DATE", HelpText = "Session (default: the newest with a bar).")]
    public string? Date { get; init; }

    [Option("known-at", MetaValue = "TIME", HelpText = "Use the bars as they were known at a date or a time in UTC.")]
    public string? Known { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var symbol = faults.Read(() => OptionValues.Symbol(Symbol));
        var column = faults.Read(() => ValueExplanation.Names.Contains(Column) ? Column
            : throw new UsageException($"unknown column '{Column}'{DidYouMean.Hint(Column, ValueExplanation.Names)}; ./run.sh columns lists them"));
        var (session, known) = (faults.Read(() => OptionValues.Date("DATE", Date)), faults.Read(() => OptionValues.Known("--known-at", Known)));
        faults.ThrowIfAny();
        using var lake = context.RunServices.OpenLake(context.Settings);
        using var sql = context.RunServices.OpenSql(context.Settings, new() { Known = known });
        var reader = SymbolHistoryReader.Of(context, lake) with { AsOf = session, Known = known };
        if (Catalogue.Standard.Columns.Any(c => c.Name == column && c.IsCrossSectional))
            reader = reader with { Ranks = await ScreenMarket.RanksAsync(context, sql, symbol!, (session, known), ct) };
        using var history = await reader.ReadAsync(symbol!, ct);
        if (session is { } asked && history.Session != asked)
            throw new DataUnfitException($"no bar of {symbol} on {asked:yyyy-MM-dd}; the last one before it is of {history.Session:yyyy-MM-dd}");
        var explanation = new ValueExplanation(history, column!);
        var origins = await new BarOrigins(history, explanation.FirstRow).LinesAsync(lake, reader.Manifest, known, ct);
        context.Output.WriteLine($"{symbol} {column} {history.Session:yyyy-MM-dd}");
        TextTable.WriteAligned(context.Output,
            [.. explanation.Lines().Concat(origins).Concat(Recorded(sql, history, column!)).Select(line => (string[])[line.Label, line.Text])]);
        return ExitCode.Ok;
    }

    /// <summary>The value in each revision of the history.</summary>
    private static IEnumerable<(string Label, string Text)> Recorded(ISqlConnection sql, SymbolHistory history, string column)
    {
        var query = "SELECT revision, payload, run_id, reason FROM market_analysis_history "
            + $"WHERE symbol = '{history.Symbol}' AND date = DATE '{history.Session:yyyy-MM-dd}' ORDER BY revision";
        var revisions = SqlRows.IfPublished(() => sql.Query(query).ReadAll(row => Revision(row, column)));
        return revisions is null or [] ? [("recorded", "no")] : revisions.Select((text, i) => (i == 0 ? "recorded" : "", text));
    }

    private static string Revision(DbDataReader row, string column)
    {
        using var payload = JsonDocument.Parse($"{row.GetValue(1)}");
        var value = !payload.RootElement.TryGetProperty(column, out var recorded) ? "no such column"
            : recorded.ValueKind == JsonValueKind.Null ? "none" : $"{recorded}";
        var reason = row.IsDBNull(3) ? "" : $", restated: {Printable.Of(row.GetString(3))}";
        return $"{value} in revision {row.GetInt32(0)} by run {row.GetString(2)}{reason}";
    }
}
