using CommandLine;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Output;

namespace QuantMatrix.Batch.Cli;

/// <summary>Asks the lake and the published tables a question.</summary>
[Verb("sql", HelpText = "Query the lake and the published tables.")]
public sealed class SqlVerb : IVerb
{
    [Value(0, MetaName = "SELECT", Required = true, HelpText = "The query, as one argument.")]
    public string Sql { get; init; } = "";

    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "table, csv or json.")]
    public string Format { get; init; } = "";

    public Task<int> RunAsync(Session session, CancellationToken cancel)
    {
        Answer(session, Sql, Format);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>Prints a query's rows.</summary>
    internal static void Answer(Session session, string query, string formatText)
    {
        var format = FormatOption.Read(formatText, [TableFormat.Table, TableFormat.Csv, TableFormat.Json]);
        using var sql = session.Rooms.OpenSql(session.Settings);
        using var reader = sql.Query(query);
        ResultTable.Load(reader).Write(session.Output, format, session.Terminal);
    }
}
