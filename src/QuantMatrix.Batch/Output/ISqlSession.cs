using System.Data.Common;

namespace QuantMatrix.Batch.Output;

/// <summary>SQL over the lake and the published tables, read-only.</summary>
public interface ISqlSession : IDisposable
{
    /// <exception cref="UsageException">The engine refuses the SQL.</exception>
    DbDataReader Query(string sql);
}
