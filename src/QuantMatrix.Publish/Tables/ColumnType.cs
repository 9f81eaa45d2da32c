namespace QuantMatrix.Publish.Tables;

/// <summary>What a table column holds; each target has its own word for it.</summary>
internal enum ColumnType
{
    Text,
    Date,
    Time,
    Double,
    Int64,
    Int32,
    Flag,
    Json,
}
