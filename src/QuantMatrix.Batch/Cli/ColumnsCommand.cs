using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the published columns with meaning, formula and source.</summary>
[Verb("columns", HelpText = "List the published columns with meaning, formula and source.")]
public sealed record ColumnsCommand : TableCommand
{
    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var columns = Catalogue.Standard.Columns;
        if (Format == "md" && Columns is null && Out is null) ColumnsText.WriteMarkdown(context.Output, columns, IntradayColumns.All);
        else Print(context, new ResultTable(ColumnsText.Frame([.. columns, .. IntradayColumns.All])));
        return Task.FromResult(ExitCode.Ok);
    }
}
