namespace QuantMatrix.Publish;

/// <summary>An interval during which a symbol was a member of an index.</summary>
/// <param name="FirstSeen">First day on the member list.</param>
/// <param name="BecameInactive">First day no longer on the list; null for a current member.</param>
public sealed record Membership(string Index, string Symbol, DateOnly FirstSeen, DateOnly? BecameInactive)
{
    /// <summary>The company, its sector and industry as the sources of the list name them; null when none did.</summary>
    public string? Name { get; init; }

    public string? Sector { get; init; }

    public string? Industry { get; init; }
}

/// <summary>Difference between the new and the previous member list of an index; symbols in ordinal order.</summary>
public sealed record MembershipChange(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Kept)
{
    /// <summary>Members whose ticker changed, old and new ticker; their intervals continue.</summary>
    public IReadOnlyList<(string From, string To)> Renamed { get; init; } = [];

    /// <summary>The list was older than the stored one: nothing was changed, and <see cref="Kept"/> holds the stored members.</summary>
    public bool OutOfDate { get; init; }
}
