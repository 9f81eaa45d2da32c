namespace QuantMatrix.Publish.Tables;

/// <summary>A question about the published tables that has a name; the comment is what people see in the database.</summary>
internal sealed record View(string Name, string Comment, string Select);
