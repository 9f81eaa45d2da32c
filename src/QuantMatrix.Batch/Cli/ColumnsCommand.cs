using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the published columns with meaning, formula and source.</summary>
[Verb("columns", HelpText = "List the published columns with meaning, formula and source.")]
public sealed class ColumnsCommand : ICommand
{
    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "table, json or md.")]
    public string Format { get; init; } = "";

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var format = OptionValues.Format(Format, TableFormat.Table, TableFormat.Json, TableFormat.Md);
        ColumnsText.Write(context.Output, Catalogue.Standard.Columns, format, context.Terminal);
        return Task.FromResult(ExitCode.Ok);
    }
}
