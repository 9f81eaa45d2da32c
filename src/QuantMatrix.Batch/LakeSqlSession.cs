using System.Data.Common;
using QuantMatrix.Batch.Output;
using QuantMatrix.Store;

namespace QuantMatrix.Batch;

/// <summary>The store's SQL session with the command line's faults.</summary>
internal sealed class LakeSqlSession(Lake lake, string file, IEnumerable<string> tables) : ISqlSession
{
    private readonly SqlSession session = lake.OpenSql(file, tables);

    public DbDataReader Query(string sql)
    {
        try
        {
            return session.Query(sql);
        }
        catch (DbException e)
        {
            throw new UsageException(e.Message);
        }
    }

    public void Dispose()
    {
        session.Dispose();
        lake.Dispose();
    }
}
