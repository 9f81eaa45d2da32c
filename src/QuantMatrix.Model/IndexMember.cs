namespace QuantMatrix.Model;

/// <summary>A member of an index, with its company, sector and industry as the source of the list names them.</summary>
/// <param name="Symbol">Canonical form.</param>
/// <param name="Sector">Upper level: GICS sector, ICB industry …; null when the source gives none.</param>
/// <param name="Industry">Lower level: GICS sub-industry, ICB subsector …; null when the source gives none.</param>
public sealed record IndexMember(string Symbol, string? Sector = null, string? Industry = null)
{
    /// <summary>The company; null when the source gives none.</summary>
    public string? Name { get; init; }
}
