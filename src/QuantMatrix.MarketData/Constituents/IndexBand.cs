namespace QuantMatrix.MarketData.Constituents;

/// <summary>How many members an index can have: a list with fewer or more is half a page or a wrong one.</summary>
public sealed record IndexBand(int Fewest, int Most)
{
    public const string Sp500 = "SP500", Nasdaq100 = "NASDAQ100", Dow30 = "DOW30";

    private static readonly Dictionary<string, IndexBand> Known = new() { [Sp500] = new(495, 510), [Nasdaq100] = new(99, 104), [Dow30] = new(30, 30) };

    /// <summary>What is wrong with the length of a list; null for one that fits, and for an index without a band.</summary>
    public static string? Fault(MemberList list) =>
        !Known.TryGetValue(list.Index, out var band) || (list.Symbols.Count >= band.Fewest && list.Symbols.Count <= band.Most) ? null
            : $"found {list.Symbols.Count} members; expected {band}";

    public override string ToString() => Fewest == Most ? $"{Fewest}" : $"{Fewest} to {Most}";
}
