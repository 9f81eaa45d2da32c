using System.Data.Common;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Composition;

/// <summary>Reads the rows of a query.</summary>
internal static class SqlRows
{
    /// <summary>Reads every row and closes the reader.</summary>
    public static List<T> ReadAll<T>(this DbDataReader reader, Func<DbDataReader, T> read)
    {
        using (reader)
        {
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>The result of a query of published tables; null when nothing is published yet.</summary>
    public static T? IfPublished<T>(Func<T> query) where T : class
    {
        try
        {
            return query();
        }
        catch (UsageException)
        {
            return null;
        }
    }
}
