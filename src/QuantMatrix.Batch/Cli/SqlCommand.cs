using CommandLine;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs a read-only query over the lake and the published tables.</summary>
[Verb("sql", HelpText = "Query the lake and the published tables in SQL.")]
public sealed record SqlCommand : TableCommand
{
    [Value(0, MetaName = "QUERY", Required = true, HelpText = "SQL query, as one argument.")]
    public string Sql { get; init; } = "";

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Print(context, Sql, ct);
        return Task.FromResult(ExitCode.Ok);
    }
}
