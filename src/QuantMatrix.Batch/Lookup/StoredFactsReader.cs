using System.Data.Common;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>Reads what is stored about a symbol as of a session.</summary>
/// <param name="isPast">Whether an earlier session was requested: then memberships are those of that day.</param>
internal sealed class StoredFactsReader(ISqlConnection sql, string symbol, DateOnly session, bool isPast)
{
    private string Date => $"DATE '{session:yyyy-MM-dd}'";

    public StoredFacts Read()
    {
        var info = Rows($"SELECT name, sector, indices FROM symbol_info WHERE symbol = '{symbol}'",
            r => (Text(r, 0), Text(r, 1), Text(r, 2) ?? "")).FirstOrDefault();
        return new()
        {
            Name = info.Item1, Sector = info.Item2, Indices = isPast ? Members() : (info.Item3 ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            Screens = Screens(), Restated = Restated(),
        };
    }

    /// <summary>Every restated value up to the session in the order of the ledger.</summary>
    private List<BarRevision> Restated() => Rows($"""
        SELECT date, field, old, new, class, provider FROM bar_revisions WHERE symbol = '{symbol}' AND date <= {Date} AND class <> '{BarRevision.Rot}'
        """, r => new BarRevision(symbol, Day.Of(r.GetFieldValue<DateOnly>(0)), r.GetString(1), Number(r, 2), Number(r, 3), r.GetString(4), r.GetString(5)));

    private List<string>? Screens() => Rows($"SELECT count(*) FROM screen_sessions WHERE date = {Date}", r => r.GetInt64(0))[0] == 0 ? null
        : Rows($"SELECT DISTINCT screen FROM screen_members WHERE symbol = '{symbol}' AND date = {Date} ORDER BY screen", r => r.GetString(0));

    private List<string> Members()
    {
        try
        {
            return Rows($"SELECT index_name FROM index_members WHERE symbol = '{symbol}' AND {Date} BETWEEN member_from AND member_until ORDER BY ALL",
                r => r.GetString(0));
        }
        catch (UsageException)
        {
            return []; // nothing is published yet
        }
    }

    private List<T> Rows<T>(string query, Func<DbDataReader, T> read)
    {
        using var reader = sql.Query(query);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static double Number(DbDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}
