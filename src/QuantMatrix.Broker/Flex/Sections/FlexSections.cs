using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>All sections that are stored, and their tables.</summary>
public static class FlexSections
{
    internal static IReadOnlyList<FlexSection> All { get; } =
        [.. Positions.All, Trades.Section, CashTransactions.Section, .. Accruals.All, .. Balances.All, .. Events.All];

    /// <summary>Tables filled by a sync.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [.. All.Select(s => s.Table)];
}
