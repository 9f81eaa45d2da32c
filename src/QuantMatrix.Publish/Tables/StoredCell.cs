using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Writes a value read from a table into a row.</summary>
internal static class StoredCell
{
    /// <param name="value">As returned by the reader of a target.</param>
    public static void Write(IRowWriter to, ColumnType type, object value)
    {
        var found = value is DBNull ? null : value;
        switch (type)
        {
            case ColumnType.Text: to.Add((string?)found); break;
            case ColumnType.Date: to.Add((DateOnly?)found); break;
            case ColumnType.Time: to.Add(found is DateTime utc ? new(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) : (DateTimeOffset)found!); break;
            case ColumnType.ClockTime: to.Add((DateTime?)found); break;
            case ColumnType.Number: to.Add((double?)found); break;
            case ColumnType.Amount: to.Add((decimal?)found); break;
            case ColumnType.Whole: to.Add((long?)found); break;
            case ColumnType.Count: to.Add((int?)found); break;
            case ColumnType.Flag: to.Add((bool?)found); break;
            default: to.AddJson(Encoding.UTF8.GetBytes((string)found!)); break;
        }
    }
}
