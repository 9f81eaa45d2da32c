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

    /// <summary>Tie-outs that cannot be checked because the query omits what they need, with the reason.</summary>
    public IReadOnlyDictionary<string, string> NotChecked { get; init; } = new Dictionary<string, string>();

    /// <summary>Why the statement must not be stored; null when it can.</summary>
    public StatementFault? Fault { get; init; }

    public override string ToString() => $"{Account} {From:yyyy-MM-dd} to {To:yyyy-MM-dd}";
}

/// <summary>A reason to refuse a statement.</summary>
/// <param name="IsQuery">The query is of the wrong kind; otherwise the data are unfit.</param>
public sealed record StatementFault(string Reason, bool IsQuery);

/// <summary>Names of the tie-outs, which are the files of their queries.</summary>
public static class TieOuts
{
    public const string Lots = "tie_out_lots", NetAssetValue = "tie_out_nav", Cash = "tie_out_cash", Positions = "tie_out_positions";
}
