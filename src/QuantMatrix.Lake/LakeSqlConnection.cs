using System.Data.Common;
using Apache.Arrow;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>SQL reached beyond the lake and the published tables.</summary>
public sealed class SqlRefusedException(string message) : Exception(message);

/// <summary>SQL over the lake's tables, the tables of one attached DuckDB file (read-only), and tables copied from elsewhere.</summary>
public sealed class LakeSqlConnection : IDisposable
{
    private readonly DuckDBConnection connection;
    private readonly HashSet<string> added = [], rewound = [];

    private readonly Func<DataUnfitException?> damage;
    private readonly LazyReturns returns;
    private readonly IReadOnlyList<string> files;
    private string attached = "";
    private SqlRestriction? restriction;

    /// <param name="files">The lake's files that the views read.</param>
    /// <param name="damage">Reads the lake's files again; null when they are intact.</param>
    internal LakeSqlConnection(SqlViews views, IReadOnlyList<string> files, Func<DataUnfitException?> damage)
    {
        (this.files, this.damage, connection) = (files, damage, LakeSql.Open(views.Rows));
        returns = new(connection, views.PriceData);
        if (!views.Script.Contains(LazyReturns.Marker, StringComparison.Ordinal)) returns.Leave();
        try
        {
            connection.Execute(views.Script);
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            throw damage() ?? new DataUnfitException($"the lake cannot be opened: {e.Message.Split('\n')[0]}", e);
        }
    }

    /// <summary>From now on queries reach only the lake, the attached file and what was added; settings are locked.</summary>
    public void Restrict(SqlAccess access)
    {
        if (!access.AllFiles) restriction = new(connection, access.Written is { } written ? [.. files, written] : files);
    }

    /// <exception cref="SqlRefusedException">The query reaches beyond the lake and the published tables.</exception>
    /// <exception cref="DbException">The query is invalid.</exception>
    /// <exception cref="DataUnfitException">The rows cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The query was interrupted.</exception>
    public DbDataReader Query(string sql, CancellationToken ct = default)
    {
        if (restriction?.Refusal(sql) is { } refusal) throw new SqlRefusedException(refusal);
        return Run(sql, ct);
    }

    private DuckDBDataReader Run(string sql, CancellationToken ct)
    {
        returns.Prepare(sql);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var interruption = new Interruption(command, ct);
        try
        {
            return command.ExecuteReader();
        }
        catch (DuckDBException e) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
        catch (DuckDBException e) when (restriction is not null && SqlRestriction.Explained(e) is { } explained)
        {
            throw new SqlRefusedException(explained);
        }
        catch (DuckDBException e) when (!IsOfQuery(e.ErrorType))
        {
            throw damage() ?? OfAttached(e) ?? (Exception)e;
        }
    }

    /// <summary>Writes the rows of a query as a Parquet file.</summary>
    /// <inheritdoc cref="Query" path="/exception"/>
    public void Export(string sql, string file, CancellationToken ct)
    {
        if (restriction?.Refusal(sql) is { } refusal) throw new SqlRefusedException(refusal);
        if (restriction?.HasSyntaxError(sql) == true) Run(sql, ct).Dispose(); // what is no statement by itself must not become one in the parentheses
        Run($"COPY ({sql}\n) TO {SqlText.Quote(file)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)", ct).Dispose();
    }

    /// <summary>The query itself is wrong, whatever the data.</summary>
    private static bool IsOfQuery(DuckDBErrorType type) =>
        type is DuckDBErrorType.Parser or DuckDBErrorType.Syntax or DuckDBErrorType.Binder or DuckDBErrorType.Catalog;

    /// <summary>A damaged block of the attached file; null for another fault.</summary>
    private DataUnfitException? OfAttached(DuckDBException e)
    {
        var fault = e.Message.Split('\n')[0];
        var isDamage = fault.Contains("checksum", StringComparison.OrdinalIgnoreCase) || fault.Contains("corrupt", StringComparison.OrdinalIgnoreCase)
            || e.ErrorType is DuckDBErrorType.Serialization or DuckDBErrorType.Internal or DuckDBErrorType.Fatal;
        return attached.Length > 0 && isDamage
            ? new($"{attached}: damaged: {fault}. Nothing was changed. Run ./run.sh restore with a backup; ./run.sh repair says what can be rebuilt", e)
            : null;
    }

    /// <summary>Adds views of the tables of a DuckDB file, if it exists.</summary>
    public void Attach(string file, IEnumerable<string> tables)
    {
        if (!File.Exists(file)) return;
        try
        {
            connection.Execute($"ATTACH {SqlText.Quote(file)} AS published (READ_ONLY)");
            attached = file;
            var present = Published();
            foreach (var table in tables.Where(present.Contains)) connection.Execute($"CREATE VIEW {table} AS SELECT * FROM published.{table}");
            CreateMacros(present);
        }
        catch (DuckDBException e)
        {
            var fault = e.Message.Split('\n')[0];
            throw IsLocked(e)
                ? new TemporaryException($"{file}: another program has it open for writing: {fault}. Close that program, or open the file read-only in it", e)
                : new DataUnfitException($"{file}: cannot be read: {fault}. Run ./run.sh to see how to repair it", e);
        }
    }

    /// <summary>Replaces the tables that were not replaced yet by what was known at a time; those of <see cref="KnownAt.Computed"/> are gone.</summary>
    /// <param name="derived">The definitions of views over other tables.</param>
    public void Rewind(KnownAt known, IEnumerable<(string Name, string Select)> derived)
    {
        returns.Leave();
        var views = derived.Where(view => !rewound.Contains(view.Name)).ToList();
        foreach (var (name, _) in views) connection.Execute($"DROP VIEW IF EXISTS {name}");
        var tables = NotRewound();
        foreach (var statement in known.Replacements(tables)) connection.Execute(statement);
        foreach (var (name, select) in views) connection.Execute($"CREATE VIEW {name} AS {select}");
        CreateMacros([.. views.Select(v => v.Name)]);
        rewound.UnionWith([.. tables.Keys, .. views.Select(v => v.Name)]);
    }

    /// <summary>Whether <see cref="Add"/> created the table.</summary>
    public bool Has(string table) => added.Contains(table);

    /// <summary>Creates a table from the rows of a Postgres query, with the same column names and types.</summary>
    public void Add(string table, DbDataReader rows)
    {
        var columns = rows.GetColumnSchema();
        var types = columns.Select(c => TypeMap.All.FirstOrDefault(t => t.Postgres == c.DataTypeName)
            ?? throw new NotSupportedException($"{table}.{c.ColumnName}: Postgres type '{c.DataTypeName}' has no column type")).ToArray();
        connection.Execute($"CREATE TABLE {table} ({string.Join(", ", columns.Zip(types, (c, type) => $"\"{c.ColumnName}\" {type.DuckDb}"))})");
        CreateMacros([table]);
        using var appender = connection.CreateAppender(table);
        added.Add(table);
        while (rows.Read())
        {
            var row = appender.CreateRow();
            for (var c = 0; c < types.Length; c++) Append(row, rows, c, types[c].Type);
            row.EndRow();
        }
    }

    /// <summary>Creates a table from Arrow batches of one schema.</summary>
    public void Add(string table, IReadOnlyList<RecordBatch> batches)
    {
        connection.Execute(ArrowAppender.Create(table, batches[0].Schema.FieldsList));
        foreach (var batch in batches) ArrowAppender.Append(connection, table, [.. batch.Arrays], batch.Length);
    }

    public void Dispose() => connection.Dispose();

    private void CreateMacros(IEnumerable<string> over)
    {
        foreach (var macro in LakeMacros.Over(over)) connection.Execute(macro);
    }

    private static IDuckDBAppenderRow Append(IDuckDBAppenderRow to, DbDataReader rows, int column, ColumnType type) => type switch
    {
        _ when rows.IsDBNull(column) => to.AppendNullValue(),
        ColumnType.Date => to.AppendValue(rows.GetFieldValue<DateOnly>(column)),
        ColumnType.Time => to.AppendValue(rows.GetFieldValue<DateTimeOffset>(column)),
        ColumnType.ClockTime => to.AppendValue(rows.GetFieldValue<DateTime>(column)),
        ColumnType.Number => to.AppendValue(rows.GetFieldValue<double>(column)),
        ColumnType.Amount => to.AppendValue(rows.GetFieldValue<decimal>(column)),
        ColumnType.Whole => to.AppendValue(rows.GetFieldValue<long>(column)),
        ColumnType.Count => to.AppendValue(rows.GetFieldValue<int>(column)),
        ColumnType.Flag => to.AppendValue(rows.GetFieldValue<bool>(column)),
        _ => to.AppendValue(rows.GetFieldValue<string>(column)),
    };

    /// <summary>The tables and views of this connection that are as stored, with their columns.</summary>
    private Dictionary<string, (bool IsView, IReadOnlySet<string> Columns)> NotRewound()
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT t.table_name, t.table_type = 'VIEW', c.column_name FROM information_schema.tables t JOIN information_schema.columns c
            USING (table_catalog, table_schema, table_name) WHERE table_catalog = 'memory' AND table_schema = 'main'
            """;
        using var rows = command.ExecuteReader();
        var columns = new List<(string Table, bool IsView, string Column)>();
        while (rows.Read()) columns.Add((rows.GetString(0), rows.GetBoolean(1), rows.GetString(2)));
        return columns.Where(c => !rewound.Contains(c.Table) && !c.Table.StartsWith(KnownAt.Now, StringComparison.Ordinal)).GroupBy(c => c.Table)
            .ToDictionary(t => t.Key, t => (t.First().IsView, (IReadOnlySet<string>)t.Select(c => c.Column).ToHashSet()));
    }

    /// <summary>The tables of the attached file; one of an older version lacks newer tables.</summary>
    private HashSet<string> Published()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'published'";
        using var rows = command.ExecuteReader();
        var names = new HashSet<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        return names;
    }

    private static bool IsLocked(DuckDBException e) => e.Message.Contains("Could not set lock", StringComparison.Ordinal);
}

/// <summary>The views that a connection begins with.</summary>
/// <param name="Script">Statements; the total-return closes of their <c>price_data</c> are <see cref="LazyReturns.Marker"/>.</param>
/// <param name="PriceData">The SELECT of <c>price_data</c> with total-return closes.</param>
/// <param name="Rows">Rows of the tables.</param>
internal sealed record SqlViews(string Script, string PriceData, long Rows)
{
    public static SqlViews Of(IReadOnlyList<LakeTable> tables, Manifest manifest, BarReader reader) =>
        new(LakeViews.Script(tables, manifest, reader, returns: false),
            LakeViews.Selects(tables, manifest, reader).Single(v => v.Table == Lake.Tables.PriceData.Name).Select, manifest.AllRows);
}
