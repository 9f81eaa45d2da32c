using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the published columns with meaning, formula and source.</summary>
[Verb("columns", HelpText = "List the published columns with meaning, formula and source.")]
public sealed record ColumnsCommand : TableCommand
{
    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Column[] columns = [.. Catalogue.Standard.Columns, .. IntradayColumns.All];
        if (Format == "md" && Columns is null && Out is null) ColumnsText.WriteMarkdown(context.Output, columns);
        else Print(context, new ResultTable(ColumnsText.Frame(columns)));
        return Task.FromResult(ExitCode.Ok);
    }
}
