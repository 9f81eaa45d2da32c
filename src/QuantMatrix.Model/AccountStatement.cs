namespace QuantMatrix.Model;

/// <summary>The head of a broker's statement about one account.</summary>
/// <param name="From">First day told about.</param>
/// <param name="To">Last day told about.</param>
/// <param name="Generated">When the broker made it, by the broker's clock.</param>
public sealed record AccountStatement(string Account, DateOnly From, DateOnly To, DateTime Generated)
{
    /// <summary>What the account is kept in; null when the statement does not say.</summary>
    public string? BaseCurrency { get; init; }

    /// <summary>The tables it tells about, with rows or without any.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Whether it has a trades section, so that positions can be rolled forward.</summary>
    public bool HasTrades { get; init; }

    public override string ToString() => $"{Account} {From:yyyy-MM-dd} to {To:yyyy-MM-dd}";
}
