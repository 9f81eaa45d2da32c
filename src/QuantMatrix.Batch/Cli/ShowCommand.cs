using System.Data.Common;
using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows one symbol: its newest bar, then its row of the cache, a line a column.</summary>
[Verb("show", HelpText = "Show the newest values of one symbol.")]
public sealed class ShowCommand : ICommand
{
    [Value(0, MetaName = "SYMBOL", Required = true, HelpText = "A ticker, like AAPL.")]
    public string Symbol { get; init; } = "";

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (!Symbols.TryCanonical(Symbol, out var symbol)) throw new UsageException($"'{Symbol}' is no ticker; expected letters and digits, like BRK-B");
        using var sql = context.RunServices.OpenSql(context.Settings);
        var bar = FirstRow(sql, $"SELECT * FROM price_data WHERE symbol = '{symbol}' ORDER BY date DESC LIMIT 1");
        var cache = FirstRow(sql, $"SELECT * FROM market_analysis_cache WHERE symbol = '{symbol}'");
        if (bar.Count == 0) throw new DataUnfitException($"price_data has no bar of '{symbol}'; expected at least one");
        context.Output.WriteLine(string.Join("  ", bar.Where(field => field.Value.Length > 0).Select(field => $"{field.Name} {field.Value}")));
        WriteColumns(context, cache.ToDictionary(field => field.Name, field => field.Value));
        return Task.FromResult(ExitCode.Ok);
    }

    private static void WriteColumns(CommandContext context, Dictionary<string, string> values)
    {
        foreach (var group in Catalogue.Standard.Columns.Where(c => values.ContainsKey(c.Name)).GroupBy(c => c.Unit))
        {
            context.Output.WriteLine(SnakeCase.Of(group.Key.ToString()).Replace('_', ' '));
            AlignedText.Write(context.Output, [.. group.Select(c => (string[])[c.Name, values[c.Name] is "" ? "-" : values[c.Name], c.Meaning])], indent: "  ");
        }
    }

    private static List<(string Name, string Value)> FirstRow(ISqlConnection sql, string query)
    {
        using DbDataReader reader = sql.Query(query);
        if (!reader.Read()) return [];
        return [.. Enumerable.Range(0, reader.FieldCount).Select(c => (reader.GetName(c), Cell.Readable(reader.GetValue(c))))];
    }
}
