using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Asks the lake and the published tables a question.</summary>
[Verb("sql", HelpText = "Query the lake and the published tables.")]
public sealed class SqlCommand : ICommand
{
    [Value(0, MetaName = "SELECT", Required = true, HelpText = "The query, as one argument.")]
    public string Sql { get; init; } = "";

    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "table, csv or json.")]
    public string Format { get; init; } = "";

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Answer(context, Sql, Format);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>Prints a query's rows.</summary>
    internal static void Answer(CommandContext context, string query, string formatText)
    {
        var format = FormatOption.Read(formatText, [TableFormat.Table, TableFormat.Csv, TableFormat.Json]);
        using var sql = context.RunServices.OpenSql(context.Settings);
        using var reader = sql.Query(query);
        ResultTable.Load(reader).Write(context.Output, format, context.Terminal);
    }
}
