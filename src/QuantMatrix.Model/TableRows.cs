using Apache.Arrow;

namespace QuantMatrix.Model;

/// <summary>Some rows of a published table, their columns in its order.</summary>
public sealed record TableRows(Table Table, RecordBatch Rows);
