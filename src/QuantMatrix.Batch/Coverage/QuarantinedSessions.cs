using Apache.Arrow;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The dates of open quarantine rows by symbol.</summary>
/// <remarks>A dropped row leaves its session missing, a released one is stored. A row without a valid date has no session.</remarks>
internal sealed record QuarantinedSessions(IReadOnlyList<QuarantinedSession> Rows)
{
    /// <summary>Rows of a replay folder have a file name; those of a provider have a path, and held bars have neither.</summary>
    private const string Query = """
        SELECT symbol, date, bool_or(file <> '' AND NOT starts_with(file, '/')) FROM quarantine WHERE status = 'open' GROUP BY symbol, date
        """;

    public static async Task<QuarantinedSessions> ReadAsync(RunContext run, CancellationToken ct)
    {
        var rows = new List<QuarantinedSession>();
        await foreach (var batch in run.Lake.QueryAsync(run.Lake.Current(), Query, ct))
            for (var i = 0; i < batch.Length; i++)
                if (DateText.TryParse(((StringArray)batch.Column(1)).GetBytes(i), out var date))
                    rows.Add(new(((StringArray)batch.Column(0)).GetString(i), date, ((BooleanArray)batch.Column(2)).GetValue(i)!.Value));
        return new(rows);
    }

    /// <summary>The newest session with a row of a replay folder, up to a day; null without one.</summary>
    public DateOnly? NewestInFolder(SessionCalendar calendar, DateOnly today) =>
        Rows.Where(r => r.IsFromFolder && r.Date <= today && calendar.IsSession(r.Date)).Max(r => (DateOnly?)r.Date);

    /// <summary>Places in the window by symbol.</summary>
    public ILookup<string, int> In(SessionWindow window) =>
        Rows.Where(r => window.PlaceOf(r.Date) is not null).ToLookup(r => r.Symbol, r => window.PlaceOf(r.Date)!.Value);

    /// <summary>Symbols with a row of a replay folder within the window.</summary>
    public IEnumerable<string> SymbolsInFolder(SessionWindow window) =>
        Rows.Where(r => r.IsFromFolder && window.PlaceOf(r.Date) is not null).Select(r => r.Symbol).Distinct();
}

/// <summary>A session with an open quarantine row.</summary>
internal sealed record QuarantinedSession(string Symbol, DateOnly Date, bool IsFromFolder);
