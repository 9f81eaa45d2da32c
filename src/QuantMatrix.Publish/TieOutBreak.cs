namespace QuantMatrix.Publish;

/// <summary>Something that does not add up in a statement.</summary>
/// <param name="TieOut">The audit that found it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Expected">What the parts add up to.</param>
/// <param name="Found">What the statement says.</param>
public sealed record TieOutBreak(string Account, string TieOut, DateOnly ReportDate, string Subject, decimal? Expected, decimal? Found)
{
    /// <summary>It is of a day before the statement's last and was found before.</summary>
    public bool WasKnown { get; init; }
}
