using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>An account whose positions another account has taken over.</summary>
/// <param name="LastDay">Date of the old account's positions.</param>
internal sealed record AccountMigration(string Old, string New, DateOnly LastDay)
{
    public override string ToString() => $"{New} holds every position of {Old}, whose newest positions are of {LastDay:yyyy-MM-dd}: "
        + $"if {Old} was closed or migrated, ./run.sh portfolio retire {Old}";

    /// <summary>
    /// The accounts that seem to have been migrated: a newer account holds at least as much of every position, and either names the old account as the
    /// source of a transfer since then, or has its first statement after the old one's last positions.
    /// </summary>
    public static IReadOnlyList<AccountMigration> Of(IReadOnlyList<BrokerAccount> accounts) =>
    [
        .. accounts.Where(old => old is { PositionsDate: not null, Positions.Count: > 0 })
            .Select(old => (Old: old, New: accounts.FirstOrDefault(candidate => IsSuccessor(candidate, old))))
            .Where(m => m.New is not null).Select(m => new AccountMigration(m.Old.Account, m.New!.Account, m.Old.PositionsDate!.Value)),
    ];

    private static bool IsSuccessor(BrokerAccount candidate, BrokerAccount old) =>
        candidate.PositionsDate > old.PositionsDate && old.Positions.All(p => Holds(candidate, p.Key, p.Value))
        && (candidate.TransferredFrom.TryGetValue(old.Account, out var day) ? day > old.PositionsDate : candidate.Covered[0].From > old.PositionsDate);

    private static bool Holds(BrokerAccount account, long contract, decimal quantity) => account.Positions.TryGetValue(contract, out var held)
        && Math.Sign(held) == Math.Sign(quantity) && Math.Abs(held) >= Math.Abs(quantity);
}
