using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the symbols whose newest values satisfy a condition, with the columns used in it.</summary>
[Verb("screen", HelpText = "List the symbols whose newest values satisfy a condition.")]
public sealed record ScreenCommand : TableCommand
{
    [Value(0, MetaName = "CONDITION", Required = true, HelpText = "SQL condition on the columns, like \"rsi_14 < 30 and ma_bucket = 'LEADING'\".")]
    public string Condition { get; init; } = "";

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var condition = new ScreenCondition(Condition);
        if (condition.Fault is { } fault) throw new UsageException(fault);
        string[] shown = ["symbol", "date", "close", .. condition.Columns.Except(["symbol", "date", "close"])];
        Print(context, $"SELECT {string.Join(", ", shown)} FROM market_analysis_cache {condition.Where} ORDER BY symbol", ct);
        return Task.FromResult(ExitCode.Ok);
    }
}
