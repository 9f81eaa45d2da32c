namespace QuantMatrix.Lake;

/// <summary>A DuckDB file that holds published tables, beside the lake.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Views">Queries over the tables, in an order in which they can be created.</param>
/// <param name="IsUsed">False while the tables are on a server instead.</param>
public sealed record PublishedFile(string Path, IReadOnlyList<string> Tables, IReadOnlyList<(string Name, string Select)> Views, bool IsUsed);
