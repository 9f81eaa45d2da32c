using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Every section that becomes rows of a table.</summary>
public static class FlexSections
{
    internal static IReadOnlyList<FlexSection> All { get; } =
        [.. Positions.All, Trades.Section, CashTransactions.Section, .. Accruals.All, .. Balances.All, .. Events.All];

    /// <summary>The tables a sync fills.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [.. All.Select(s => s.Table)];
}
