namespace QuantMatrix.MarketData.Constituents;

/// <summary>The members of an index as one source names them.</summary>
/// <param name="Symbols">Canonical, distinct, ordinal order.</param>
/// <param name="Source">Who names them.</param>
public sealed record MemberList(string Index, IReadOnlyList<string> Symbols, string Source)
{
    /// <summary>The day the list is known for; null for the day it is read.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Whether it is the user's own word, which nobody doubts.</summary>
    public bool IsLocal { get; init; }
}
