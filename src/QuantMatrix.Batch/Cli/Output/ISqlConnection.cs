using System.Data.Common;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>SQL over the lake and the published tables, read-only.</summary>
public interface ISqlConnection : IDisposable
{
    /// <exception cref="UsageException">The engine refuses the SQL.</exception>
    DbDataReader Query(string sql);
}
