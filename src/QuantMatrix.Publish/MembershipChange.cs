namespace QuantMatrix.Publish;

/// <summary>How the member list of an index differs from the one before; symbols in ordinal order.</summary>
public sealed record MembershipChange(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Kept)
{
    /// <summary>Members under a new ticker, old and new one: their intervals go on.</summary>
    public IReadOnlyList<(string From, string To)> Renamed { get; init; } = [];

    /// <summary>The list was older than what is stored: nothing was changed, and the members before it are the <see cref="Kept"/> ones.</summary>
    public bool OutOfDate { get; init; }
}
