using System.Collections;
using System.Data.Common;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>The rows of a query; those of a LIST, STRUCT, MAP or ARRAY column are read as JSON.</summary>
internal sealed class QueryRows : IDisposable
{
    private readonly DbDataReader reader;
    private readonly bool[] isNested;

    /// <remarks>Only the result says which columns are nested: a query with nested columns runs again around their conversion.</remarks>
    /// <inheritdoc cref="ISqlConnection.Query" path="/exception"/>
    public QueryRows(ISqlConnection sql, string query, CancellationToken ct)
    {
        reader = sql.Query(query, ct);
        Names = UniqueNames(reader);
        isNested = [.. Names.Select((_, c) => typeof(IDictionary).IsAssignableFrom(TypeOf(c)) || typeof(IList).IsAssignableFrom(TypeOf(c)))];
        if (!isNested.Contains(true)) return;
        reader.Dispose();
        var columns = Names.Select((_, c) => isNested[c] ? $"to_json(c{c})" : $"c{c}");
        reader = sql.Query($"SELECT {string.Join(", ", columns)} FROM ({query}\n) AS q({string.Join(", ", Names.Select((_, c) => $"c{c}"))})", ct);
    }

    public IReadOnlyList<string> Names { get; }

    public Type TypeOf(int column) => reader.GetFieldType(column);

    public bool IsNested(int column) => isNested[column];

    /// <exception cref="DataUnfitException">The rows cannot be read.</exception>
    public bool Read()
    {
        try
        {
            return reader.Read();
        }
        catch (DbException e)
        {
            throw new DataUnfitException($"the rows cannot be read: {e.Message.Split('\n')[0]}. Run ./run.sh verify --full", e);
        }
    }

    /// <summary>A stream is read at once: it is valid only while the reader is at its row.</summary>
    /// <exception cref="UsageException">The value is outside the range of its type in this program.</exception>
    public object? Value(int column)
    {
        try
        {
            var value = reader.IsDBNull(column) ? null : reader.GetValue(column);
            if (value is not Stream stream) return value;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or OverflowException)
        {
            throw new UsageException($"column {Names[column]}: {e.Message.TrimEnd('.').Split(". ")[0]}; cast it to VARCHAR", e);
        }
    }

    public void Dispose() => reader.Dispose();

    /// <summary>A query may return two columns of one name, a data frame may not have them: the second <c>x</c> becomes <c>x_2</c>.</summary>
    private static List<string> UniqueNames(DbDataReader reader)
    {
        var names = new List<string>();
        for (var c = 0; c < reader.FieldCount; c++)
        {
            var (name, unique, n) = (reader.GetName(c), reader.GetName(c), 1);
            while (names.Contains(unique, StringComparer.OrdinalIgnoreCase)) unique = $"{name}_{++n}";
            names.Add(unique);
        }
        return names;
    }
}
