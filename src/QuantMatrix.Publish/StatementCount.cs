namespace QuantMatrix.Publish;

/// <summary>What came of a statement.</summary>
/// <param name="Tables">What changed in each table it tells about.</param>
/// <param name="Breaks">What does not add up in its days.</param>
public sealed record StatementCount(IReadOnlyDictionary<string, PublishCount> Tables, IReadOnlyList<TieOutBreak> Breaks)
{
    /// <summary>The day of the positions before, when sessions lie between it and the statement that nobody told about.</summary>
    public DateOnly? UntoldSince { get; init; }

    /// <summary>The account's positions are told by a newer statement, so that this one's were left.</summary>
    public bool PositionsOutOfDate { get; init; }
}
