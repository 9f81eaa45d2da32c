using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Lookup;
using QuantMatrix.Batch.Screens;
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
        var reader = SymbolHistoryReader.Of(context, lake) with { AsOf = asOf, Known = known };
        if (All) reader = reader with { Ranks = await ScreenMarket.RanksAsync(context, sql, symbol, (asOf, known), ct) };
        using var history = await reader.ReadAsync(symbol, ct);
        if (All) WriteColumns(context.Output, history);
        else
        {
            var facts = new StoredFactsReader(sql, symbol, history.Session, isPast: (asOf, known) is not (null, null)).Read();
            foreach (var line in new SymbolCard(history, facts).Lines(context.Terminal)) context.Output.WriteLine(line);
        }
        return ExitCode.Ok;
    }

    private static void WriteColumns(TextWriter output, SymbolHistory history)
    {
        string[] bar = [BarField.Symbol, BarField.Date, .. BarField.All];
        output.WriteLine(string.Join("  ", bar.Select(field => $"{field} {Text(field)}").Append($"{BarField.Source} {history.Bars.Source[^1]}")));
        foreach (var group in Catalogue.Standard.Columns.GroupBy(c => c.Unit))
        {
            output.WriteLine(SnakeCase.Of(group.Key.ToString()).Replace('_', ' '));
            TextTable.WriteAligned(output, [.. group.Select(c => (string[])[c.Name, Text(c.Name) is "" ? "-" : Text(c.Name), c.Meaning])], indent: "  ");
        }

        string Text(string column) => Cell.Readable(column, history.Value(column, history.Last));
    }
}
