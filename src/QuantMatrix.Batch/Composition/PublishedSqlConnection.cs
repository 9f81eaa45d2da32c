using System.Data.Common;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;
using QuantMatrix.Publish.Postgres;

namespace QuantMatrix.Batch.Composition;

/// <summary>SQL over the lake and the published tables, with the command line's faults.</summary>
internal sealed class PublishedSqlConnection : ISqlConnection
{
    private readonly DataLake lake;
    private readonly LakeSqlConnection session;
    private readonly string file;
    private readonly PostgresTarget? server;

    /// <param name="file">Where the published tables lie when there is no server.</param>
    /// <param name="server">Where they lie otherwise.</param>
    public PublishedSqlConnection(DataLake lake, string file, PostgresTarget? server)
    {
        (this.lake, this.file, this.server) = (lake, file, server);
        session = lake.OpenSql();
        if (server is null) session.Attach(file, Targets.Names);
    }

    public DbDataReader Query(string sql)
    {
        if (string.IsNullOrWhiteSpace(sql)) throw new UsageException("the query is empty; expected SQL, like \"SELECT * FROM price_data LIMIT 5\"");
        server?.Read(Targets.Names.Where(name => IsNamed(name, sql) && !session.Has(name)), session.Add);
        try
        {
            return session.Query(sql);
        }
        catch (DbException e) when (server is null && !File.Exists(file))
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
        server?.Dispose();
        lake.Dispose();
    }

    private static bool IsNamed(string table, string sql) => Regex.IsMatch(sql, $@"\b{table}\b", RegexOptions.IgnoreCase);
}
