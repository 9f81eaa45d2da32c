using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Lookup;
using QuantMatrix.Batch.Verification;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows one symbol as a card of candles and key figures, or every column of its newest bar; computed in memory, writes nothing.</summary>
[Verb("show", HelpText = "Show a symbol: candles, stage, momentum, performance, gaps, lines, screens and restatements.")]
public sealed class ShowCommand : ICommand
{
    [Value(0, MetaName = "SYMBOL", Required = true, HelpText = "Ticker, like AAPL.")]
    public string Symbol { get; init; } = "";

    [Option("as-of", MetaValue = "DATE", HelpText = "Use bars up to this date only.")]
    public string? AsOf { get; init; }

    [Option("known-at", MetaValue = "TIME", HelpText = "Use the bars as they were known at a date or a time in UTC.")]
    public string? Known { get; init; }

    [Option("all", HelpText = "List every column with its meaning.")]
    public bool All { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var symbol = OptionValues.Symbol(Symbol);
        var (asOf, known) = (OptionValues.Date("--as-of", AsOf), OptionValues.Known("--known-at", Known));
        using var sql = context.RunServices.OpenSql(context.Settings, new() { Known = known });
        using var lake = context.RunServices.OpenLake(context.Settings);
        using var history = await (SymbolHistoryReader.Of(context, lake) with { AsOf = asOf, Known = known }).ReadAsync(symbol, ct);
        if (All) WriteColumns(context.Output, history, asOf is null && known is null ? Published(sql, symbol, history.Session) : []);
        else
            foreach (var line in new SymbolCard(history, new StoredFactsReader(sql, symbol, history.Session, asOf is not null).Read()).Lines(context.Terminal))
                context.Output.WriteLine(line);
        return ExitCode.Ok;
    }

    /// <param name="published">Values that bars of the symbol alone do not give, by column.</param>
    private static void WriteColumns(TextWriter output, SymbolHistory history, Dictionary<string, object?> published)
    {
        string[] bar = [BarField.Symbol, BarField.Date, .. BarField.All];
        output.WriteLine(string.Join("  ", bar.Select(field => $"{field} {Text(field)}").Append($"{BarField.Source} {history.Bars.Source[^1]}")));
        foreach (var group in Catalogue.Standard.Columns.GroupBy(c => c.Unit))
        {
            output.WriteLine(SnakeCase.Of(group.Key.ToString()).Replace('_', ' '));
            TextTable.WriteAligned(output, [.. group.Select(c => (string[])[c.Name, Text(c.Name) is "" ? "-" : Text(c.Name), c.Meaning])], indent: "  ");
        }

        string Text(string column) => Cell.Readable(column, history.Value(column, history.Last) ?? published.GetValueOrDefault(column));
    }

    private static Dictionary<string, object?> Published(ISqlConnection sql, string symbol, DateOnly session)
    {
        using var row = sql.Query($"SELECT rs_rank FROM market_analysis_cache WHERE symbol = '{symbol}' AND date = DATE '{session:yyyy-MM-dd}'");
        return row.Read() ? new() { ["rs_rank"] = FeatureValue.Of(row.GetValue(0)) } : [];
    }
}
