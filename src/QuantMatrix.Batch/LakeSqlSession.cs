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
        if (string.IsNullOrWhiteSpace(sql)) throw new UsageException("the query is empty; expected SQL, like \"SELECT * FROM price_data LIMIT 5\"");
        try
        {
            return session.Query(sql);
        }
        catch (DbException e) when (!File.Exists(file))
        {
            throw new UsageException($"{e.Message}\n{file} does not exist yet: published tables are there after the first run");
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
