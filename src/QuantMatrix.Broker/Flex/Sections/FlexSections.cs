using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>All sections that are stored, and their tables.</summary>
public static class FlexSections
{
    /// <summary>Sections that are left out when their rows lack a required field: the others of the statement are worth storing without them.</summary>
    internal static IReadOnlyList<FlexSection> Optional { get; } = [.. Balances.All, .. Accruals.All, .. Gains.All];

    internal static IReadOnlyList<FlexSection> All { get; } =
        [.. Positions.All, Trades.Section, CashTransactions.Section, .. Optional, .. Events.All];

    /// <summary>Tables filled by a sync.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [.. All.Select(s => s.Table)];
}
