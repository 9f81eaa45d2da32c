using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>units</c>: a session of a symbol that a job was to fetch and that is not stored. It is removed once the session is stored.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="State"><see cref="Missing"/>, <see cref="Failed"/> or <see cref="Held"/>.</param>
/// <param name="Attempts">Number of runs that requested it.</param>
/// <param name="Reason">Why the newest attempt did not store it.</param>
/// <param name="FirstRun">The first run that left it open.</param>
/// <param name="LastRun">The newest run that did.</param>
public sealed record OpenUnit(string Job, string Symbol, int Day, string State, long Attempts, string Reason, string FirstRun, string LastRun) : IKeyedRow
{
    public const string Missing = "missing", Failed = "failed", Held = "held", Daily = "1d", FiveMinutes = "5m";

    /// <summary>Of the bars that are not stored.</summary>
    public string Interval { get; init; } = Daily;

    public static readonly RowTable<OpenUnit> Table = new("units",
        new RowColumns<OpenUnit>().Text("job", r => r.Job).Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day).Text("state", r => r.State)
            .Whole("attempts", r => r.Attempts).Text("reason", r => r.Reason).Text("first_run_id", r => r.FirstRun).Text("run_id", r => r.LastRun)
            .Text("interval", r => r.Interval),
        row => new(row.Text(0), row.Text(1), row.Date(2), row.Text(3), row.Whole(4), row.Text(5), row.Text(6), row.Text(7)) { Interval = row.Text(8) })
    {
        AddedColumn = ("interval", Daily),
    };

    string IKeyedRow.Key => $"{Job} {Symbol} {Model.Day.Text(Day)}";

    /// <summary>Whether a run left it open; run ids sort by time.</summary>
    public bool IsOf(string runId) => string.CompareOrdinal(FirstRun, runId) <= 0 && string.CompareOrdinal(LastRun, runId) >= 0;

    /// <summary>The row after a further attempt; passes of one run are one attempt.</summary>
    internal OpenUnit After(OpenUnit? before) => before is null ? this
        : this with { Attempts = before.Attempts + (before.LastRun == LastRun ? 0 : 1), FirstRun = before.FirstRun };
}

/// <summary>What a job found out about the sessions of some symbols.</summary>
/// <param name="Symbols">The symbols it has dealt with.</param>
/// <param name="Since">The first session considered; older units of other jobs stay.</param>
/// <param name="Open">The sessions that are still not stored.</param>
public sealed record UnitChange(string Job, IReadOnlySet<string> Symbols, DateOnly Since, IReadOnlyList<OpenUnit> Open)
{
    /// <summary>Of the bars; units of another interval stay.</summary>
    public string Interval { get; init; } = OpenUnit.Daily;

    /// <summary>The rows of the table after the change, sorted.</summary>
    internal IReadOnlyList<OpenUnit> Apply(IReadOnlyList<OpenUnit> stored)
    {
        var before = stored.Where(u => u.Job == Job).ToDictionary(u => (u.Symbol, u.Day));
        var open = Open.Select(u => (u.Symbol, u.Day)).ToHashSet();
        var kept = stored.Where(u => !Symbols.Contains(u.Symbol) || u.Interval != Interval
            || (u.Job != Job && (u.Day < Day.Of(Since) || open.Contains((u.Symbol, u.Day)))));
        var now = Open.Select(u => u.After(before.GetValueOrDefault((u.Symbol, u.Day))));
        return [.. kept.Concat(now).OrderBy(u => ((IKeyedRow)u).Key, StringComparer.Ordinal)];
    }
}
