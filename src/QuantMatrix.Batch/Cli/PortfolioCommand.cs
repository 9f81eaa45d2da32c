using CommandLine;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the positions of the accounts: weight, value and unrealized profit in base currency, with the indicators of each equity.</summary>
[Verb("portfolio", HelpText = "Show the positions of every account with weights, profit and indicators.")]
public sealed record PortfolioCommand : TableCommand
{
    [Option("account", MetaValue = "ACCOUNT", HelpText = "Account id (default: all accounts).")]
    public string? Account { get; init; }

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Print(context, Query(Account), ct);
