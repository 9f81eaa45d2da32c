using QuantMatrix.Batch.Coverage;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>Two weeks of ten sessions, Monday 26 February to Friday 8 March 2024, with sessions drawn as text.</summary>
internal sealed class CoverageCase
{
    public static readonly SessionCalendar Calendar = new([]);
    private static readonly DateOnly LongAgo = new(2020, 1, 2);
    private readonly Dictionary<string, StoredSessions> stored = [];
    private readonly List<Membership> memberships = [];
    private readonly List<(string Symbol, int Place)> quarantined = [];
    private readonly Dictionary<DateOnly, int> recorded = [];
    private readonly List<string> portfolio = [];

    public SessionWindow Window { get; } = new(Calendar, Date("03-08"), 10);

    public CoverageStatistics Statistics => new(new CoverageInputs(Window, "SPY", stored)
    {
        Memberships = memberships, Portfolio = portfolio, Quarantined = quarantined.ToLookup(r => r.Symbol, r => r.Place), Recorded = recorded,
    });

    /// <summary>A day of 2024: <c>03-08</c>.</summary>
    public static DateOnly Date(string day) => DateOnly.ParseExact($"2024-{day}", "yyyy-MM-dd");

    public CoverageCase Member(string index, string symbol, string since = "01-02", string? left = null)
    {
        memberships.Add(new(index, symbol, Date(since), left is null ? null : Date(left)));
        return this;
    }

    public CoverageCase Holding(string symbol)
    {
        portfolio.Add(symbol);
        return this;
    }

    /// <param name="sessions">One letter a session: # stored, . missing, x quarantined, - before the first bar.</param>
    public CoverageCase Bars(string symbol, string sessions)
    {
        sessions.Length.ShouldBe(Window.Count);
        int[] places = [.. Places('#')];
        quarantined.AddRange(Places('x').Select(place => (symbol, place)));
        var oldest = sessions.Contains('-', StringComparison.Ordinal) ? Window.Sessions[places[0]] : LongAgo;
        stored[symbol] = new(oldest, places.Length == 0 ? oldest : Window.Sessions[places[^1]], places);
        return this;

        IEnumerable<int> Places(char letter) => Enumerable.Range(0, sessions.Length).Where(place => sessions[place] == letter);
    }

    /// <summary>A quarantined row for a session, stored or not.</summary>
    public CoverageCase Quarantined(string symbol, int place)
    {
        quarantined.Add((symbol, place));
        return this;
    }

    /// <summary>A symbol whose bars are all after the window.</summary>
    public CoverageCase ListedOn(string symbol, string day)
    {
        stored[symbol] = new(Date(day), null, []);
        return this;
    }

    public CoverageCase Recorded(string day, int symbols)
    {
        recorded[Date(day)] = symbols;
        return this;
    }
}
