using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Appends one Arrow value to a DuckDB row without boxing.</summary>
internal static class DuckCell
{
    public static void Append(IDuckDBAppenderRow row, IArrowArray column, int i)
    {
        switch (column)
        {
            case DoubleArray d: row.AppendValue(ArrowCell.Number(d, i)); break;
            case Int64Array n: row.AppendValue(n.GetValue(i)); break;
            case Int32Array n: row.AppendValue(n.GetValue(i)); break;
            case BooleanArray b: row.AppendValue(b.GetValue(i)); break;
            case Date32Array d: row.AppendValue(d.GetDateOnly(i)); break;
            default: Append(row, ArrowCell.Text(column, i)); break;
        }
    }

    public static void Append(IDuckDBAppenderRow row, string? text)
    {
        if (text is null) row.AppendNullValue();
        else row.AppendValue(text);
    }
}
