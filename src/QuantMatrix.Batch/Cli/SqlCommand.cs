using System.Data.Common;
using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs a read-only query over the lake and the published tables.</summary>
[Verb("sql", HelpText = "Query the lake and the published tables in SQL.")]
public sealed class SqlCommand : ICommand
{
    [Value(0, MetaName = "QUERY", Required = true, HelpText = "SQL query, as one argument.")]
    public string Sql { get; init; } = "";

    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "table, csv or json.")]
    public string Format { get; init; } = "";

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Print(context, Sql, Format, ct);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>Prints the rows of a query.</summary>
    internal static void Print(CommandContext context, string query, string formatText, CancellationToken ct)
    {
        var format = OptionValues.Format(formatText, TableFormat.Table, TableFormat.Csv, TableFormat.Json);
        using var sql = context.RunServices.OpenSql(context.Settings);
        using var reader = sql.Query(query, ct);
        Load(reader, ct).Write(context.Output, format, context.Terminal);
    }

    private static ResultTable Load(DbDataReader reader, CancellationToken ct)
    {
        try
        {
            return ResultTable.Load(reader, ct);
        }
        catch (DbException e)
        {
            throw new DataUnfitException($"the rows cannot be read: {e.Message.Split('\n')[0]}. Run ./run.sh verify --full", e);
        }
    }
}
