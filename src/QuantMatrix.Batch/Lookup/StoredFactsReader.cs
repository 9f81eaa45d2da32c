using System.Data.Common;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>Reads what is stored about a symbol as of a session.</summary>
/// <param name="isPast">Whether an earlier session or an earlier state was requested: then memberships are those of the session's day.</param>
internal sealed class StoredFactsReader(ISqlConnection sql, string symbol, DateOnly session, bool isPast)
{
    private string Date => $"DATE '{session:yyyy-MM-dd}'";

    public StoredFacts Read()
    {
        var info = sql.Query($"SELECT name, sector, indices FROM symbol_info WHERE symbol = '{symbol}'")
            .ReadAll(r => (Text(r, 0), Text(r, 1), Text(r, 2) ?? "")).FirstOrDefault();
        return new()
        {
            Name = info.Item1, Sector = info.Item2, Indices = isPast ? Members() : (info.Item3 ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            Screens = Screens(), Restated = Restated(),
        };
    }

    /// <summary>Every restated value up to the session in the order of the ledger.</summary>
    private List<BarRevision> Restated() => sql.Query($"""
        SELECT date, field, old, new, class, provider FROM bar_revisions WHERE symbol = '{symbol}' AND date <= {Date} AND class <> '{BarRevision.Rot}'
        """).ReadAll(r => new BarRevision(
            symbol, Day.Of(r.GetFieldValue<DateOnly>(0)), r.GetString(1), Number(r, 2), Number(r, 3), r.GetString(4), r.GetString(5)));

    private List<string>? Screens() => sql.Query($"SELECT count(*) FROM screen_sessions WHERE date = {Date}").ReadAll(r => r.GetInt64(0)) is [0] ? null
        : Names($"SELECT DISTINCT screen FROM ({ScreenMember.Newest}) WHERE symbol = '{symbol}' AND date = {Date} ORDER BY screen");

    private List<string> Members() => SqlRows.IfPublished(() => Names(
        $"SELECT index_name FROM index_members WHERE symbol = '{symbol}' AND {Date} BETWEEN member_from AND member_until ORDER BY ALL")) ?? [];

    private List<string> Names(string query) => sql.Query(query).ReadAll(r => r.GetString(0));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static double Number(DbDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}
