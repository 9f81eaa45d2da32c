using System.Data.Common;
using System.Text.RegularExpressions;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Publish.Postgres;

namespace QuantMatrix.Batch.Composition;

/// <summary>SQL over the lake and the published tables, which are attached from the embedded file or copied from the server when a query names them.</summary>
internal sealed partial class PublishedSqlConnection : ISqlConnection
{
    private readonly DataLake lake;
    private readonly LakeSqlConnection connection;
    private readonly string file;
    private readonly PostgresTarget? server;
    private readonly KnownAt? known;

    /// <param name="file">Holds the published tables when there is no server.</param>
    public PublishedSqlConnection(DataLake lake, string file, PostgresTarget? server, SqlAccess access)
    {
        (this.lake, this.file, this.server, known) = (lake, file, server, access.Known);
        try
        {
            connection = lake.OpenSql();
            if (server is null) connection.Attach(file, Targets.Names);
            connection.Restrict(access);
        }
        catch
        {
            connection?.Dispose();
            server?.Dispose();
            lake.Dispose();
            throw;
        }
    }

    public DbDataReader Query(string sql, CancellationToken ct = default) => Run(sql, () => connection.Query(sql, ct));

    public void Export(string sql, string file, CancellationToken ct) => Run(sql, () =>
    {
        connection.Export(sql, file, ct);
        return true;
    });

    private T Run<T>(string sql, Func<T> run)
    {
        if (string.IsNullOrWhiteSpace(sql)) throw new UsageException("the query is empty; expected SQL, like \"SELECT * FROM price_data LIMIT 5\"");
        Prepare(sql);
        try
        {
            return run();
        }
        catch (SqlRefusedException e)
        {
            throw new UsageException(e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException(QueryCheck.Parameters(e));
        }
        catch (DbException e) when (IsLost(sql))
        {
            throw new DataUnfitException($"{e.Message}\n{file} is missing, although features have been computed: it holds the published tables when "
                + "QM_POSTGRES is not set. Run ./run.sh restore with a backup; ./run.sh creates it without history", e);
        }
        catch (DbException e) when (server is null && !File.Exists(file))
        {
            throw new UsageException($"{e.Message}\n{file} does not exist yet; published tables exist after the first run");
        }
        catch (DbException e)
        {
            throw new UsageException(e.Message);
        }
    }

    public void Add(string table, IReadOnlyList<RecordBatch> batches) => connection.Add(table, batches);

    public DbDataReader QueryInPlace(string sql) =>
        server is null || known is not null || IsOfLake(WithoutComments(sql)) ? Query(sql) : server.Query(sql);

    public void Dispose()
    {
        connection.Dispose();
        server?.Dispose();
        lake.Dispose();
    }

    /// <summary>Copies the tables that a query names from the server, and replaces tables by those known.</summary>
    private void Prepare(string sql)
    {
        var views = known is null ? [] : EmbeddedTarget.MarketViews.Where(view => server is null ? File.Exists(file) : IsNamed(view.Name, sql)).ToList();
        var read = string.Join(' ', [sql, .. views.Select(view => view.Select)]);
        var copied = Targets.Names.Except(views.Select(view => view.Name)).Where(name =>
            (IsNamed(name, read) || (known is not null && name == "index_constituents")) && !connection.Has(name)); // what is known of symbol_info reads it
        server?.Read(copied, connection.Add);
        if (known is null) return;
        if (KnownAt.Computed.FirstOrDefault(name => IsNamed(name, WithoutComments(sql))) is { } computed)
            throw new UsageException($"{computed} is computed from the bars stored now and has no earlier state; with --known-at use price_data, "
                + "market_analysis_history (values as recorded), or ./run.sh show SYMBOL --known-at T, which computes from the bars known");
        connection.Rewind(known, views);
    }

    /// <summary>The query names a published table, and the file that held it is gone.</summary>
    private bool IsLost(string sql) => server is null && !File.Exists(file) && Targets.Names.Any(name => IsNamed(name, sql))
        && lake.Unchecked().Rows(FeatureTable.Name) > 0;

    /// <summary>The server has neither the lake's tables nor the macros.</summary>
    private bool IsOfLake(string sql) =>
        LakeTable.All(lake.Features).Any(table => IsNamed(table.Name, sql)) || Targets.Names.Any(table => LakeMacros.Reads(sql, table));

    /// <summary>The published tables that a query reads, by itself or through views and macros.</summary>
    internal static IReadOnlyList<string> TablesIn(string sql)
    {
        var read = string.Join(' ', [sql, .. EmbeddedTarget.Views.Where(view => IsNamed(view.Name, sql)).Select(view => view.Select)]);
        return [.. Targets.TableNames.Where(name => IsNamed(name, read))];
    }

    internal static bool IsNamed(string table, string sql) => LakeMacros.HasWord(sql, table) || LakeMacros.Reads(sql, table);

    internal static string WithoutComments(string sql) => CommentLine().Replace(sql, "");

    [GeneratedRegex("^--.*$", RegexOptions.Multiline)]
    private static partial Regex CommentLine();
}
