namespace QuantMatrix.Model;

/// <summary>A row that was not stored: its content, its place in the source, and the rule it broke.</summary>
/// <param name="Symbol">Canonical ticker, or the text as found when that is not a ticker.</param>
/// <param name="Date">The date as found.</param>
/// <param name="Source">The row's own source, else the name of the bar source.</param>
/// <param name="File">File name within the folder.</param>
/// <param name="Line">Physical line, header = 1; in a Parquet file the row, first = 1; 0 when the whole file was refused.</param>
/// <param name="Reason">The rule broken, with the values.</param>
/// <param name="Row">The row as found, cut at <see cref="MaxRowChars"/>.</param>
public sealed record RejectedRow(string Symbol, string Date, string Source, string File, long Line, string Reason, string Row)
{
    public const int MaxRowChars = 500;
}
