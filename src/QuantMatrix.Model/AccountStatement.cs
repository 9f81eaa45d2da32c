namespace QuantMatrix.Model;

/// <summary>Header of a broker statement, which covers one account and period.</summary>
/// <param name="From">First day covered.</param>
/// <param name="To">Last day covered.</param>
/// <param name="Generated">When the broker generated it, in the broker's local time.</param>
public sealed record AccountStatement(string Account, DateOnly From, DateOnly To, DateTime Generated)
{
    /// <summary>Base currency of the account; null when the statement does not name it.</summary>
    public string? BaseCurrency { get; init; }

    /// <summary>The tables it reports, with or without rows.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Whether it has a trades section, so that positions can be rolled forward.</summary>
    public bool HasTrades { get; init; }

    public override string ToString() => $"{Account} {From:yyyy-MM-dd} to {To:yyyy-MM-dd}";
}
