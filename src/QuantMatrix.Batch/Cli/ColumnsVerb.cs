using CommandLine;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Output;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows every column there is with its meaning, formula and source.</summary>
[Verb("columns", HelpText = "List the published columns.")]
public sealed class ColumnsVerb : IVerb
{
    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "table, json or md.")]
    public string Format { get; init; } = "";

    public Task<int> RunAsync(Session session, CancellationToken cancel)
    {
        var format = FormatOption.Read(Format, [TableFormat.Table, TableFormat.Json, TableFormat.Md]);
        ColumnsText.Write(session.Output, Catalogue.Standard.Columns, format, session.Terminal);
        return Task.FromResult(ExitCode.Ok);
    }
}
