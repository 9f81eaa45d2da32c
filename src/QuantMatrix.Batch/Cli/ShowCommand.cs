using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows one symbol: its newest bar, then its row of the cache, one column per line.</summary>
[Verb("show", HelpText = "Show the newest bar and indicators of a symbol.")]
public sealed class ShowCommand : ICommand
{
    [Value(0, MetaName = "SYMBOL", Required = true, HelpText = "Ticker, like AAPL.")]
    public string Symbol { get; init; } = "";

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (!Symbols.TryCanonical(Symbol, out var symbol)) throw new UsageException($"invalid symbol '{Symbol}'; expected a ticker like AAPL or BRK-B");
        using var sql = context.RunServices.OpenSql(context.Settings);
        var bar = FirstRow(sql, $"SELECT * FROM price_data WHERE symbol = '{symbol}' ORDER BY date DESC LIMIT 1");
        var cache = FirstRow(sql, $"SELECT * FROM market_analysis_cache WHERE symbol = '{symbol}'");
        if (bar.Count == 0) throw new DataUnfitException($"no bars for '{symbol}' in price_data");
        context.Output.WriteLine(string.Join("  ", bar.Where(field => field.Value.Length > 0).Select(field => $"{field.Name} {field.Value}")));
        WriteColumns(context, cache.ToDictionary(field => field.Name, field => field.Value));
        return Task.FromResult(ExitCode.Ok);
    }

    private static void WriteColumns(CommandContext context, Dictionary<string, string> values)
    {
        foreach (var group in Catalogue.Standard.Columns.Where(c => values.ContainsKey(c.Name)).GroupBy(c => c.Unit))
        {
            context.Output.WriteLine(SnakeCase.Of(group.Key.ToString()).Replace('_', ' '));
            var rows = group.Select(c => (string[])[c.Name, values[c.Name] is "" ? "-" : values[c.Name], c.Meaning]);
            TextTable.WriteAligned(context.Output, [.. rows], indent: "  ");
        }
    }

    private static List<(string Name, string Value)> FirstRow(ISqlConnection sql, string query)
    {
        using var reader = sql.Query(query);
        if (!reader.Read()) return [];
        return [.. Enumerable.Range(0, reader.FieldCount).Select(c => (reader.GetName(c), Cell.Readable(reader.GetName(c), reader.GetValue(c))))];
    }
}
