namespace QuantMatrix.Lake;

/// <summary>One immutable Parquet file of the lake, as the manifest lists it.</summary>
/// <param name="Table">Which table its rows belong to.</param>
/// <param name="Path">Relative to the lake's folder; the file's name is the hash of its bytes.</param>
/// <param name="Year">Calendar year of its rows for <c>price_data</c>, else 0.</param>
/// <param name="Rows">Row count.</param>
/// <param name="Bytes">File size.</param>
/// <param name="Hash">SHA-256 of the file's bytes.</param>
/// <param name="FirstSymbol">Lowest symbol, ordinal order; empty when the table is not sorted by symbol.</param>
/// <param name="LastSymbol">Highest symbol.</param>
/// <param name="FirstDate">Oldest session; null when the table has no dates.</param>
/// <param name="LastDate">Newest session.</param>
public sealed record LakeFile(string Table, string Path, int Year, long Rows, long Bytes, string Hash,
    string FirstSymbol, string LastSymbol, DateOnly? FirstDate, DateOnly? LastDate);
