using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Tables and sets in one DuckDB file, for a machine without servers.</summary>
/// <remarks>
/// The file is open only during calls and a moment after, so while a job works on something else any program may read it. DuckDB has no triggers: that history only
/// grows is kept by this code alone.
/// </remarks>
public sealed class EmbeddedTarget : IDisposable
{
    private readonly EmbeddedDatabase database;

    /// <param name="linger">How long the file stays open after a call, for the next one; not at all by default.</param>
    /// <param name="statements">The tables that a broker's statements fill.</param>
    public EmbeddedTarget(string path, IReadOnlyList<Column> columns, TimeProvider clock, TimeSpan linger = default, IReadOnlyList<Table>? statements = null)
    {
        Path = System.IO.Path.GetFullPath(path);
        database = new EmbeddedDatabase(Path, linger);
        Tables = new EmbeddedTables(database, columns, statements ?? [], clock);
        Sets = new EmbeddedSets(database, clock);
    }

    /// <summary>Tables and views of the file that queries may use; they exist after <see cref="ITables.MigrateAsync"/>.</summary>
    public static IReadOnlyList<string> Names => PublishedTables.Names;

    /// <summary>The file, absolute; attach it READ_ONLY.</summary>
    public string Path { get; }

    public ITables Tables { get; }

    public ISets Sets { get; }

    public void Dispose() => database.Dispose();
}
