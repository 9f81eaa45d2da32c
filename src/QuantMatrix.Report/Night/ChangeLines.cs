using QuantMatrix.Model;

namespace QuantMatrix.Report.Night;

/// <summary>A line of the section «changed»: what, how many, and the symbols as chips.</summary>
/// <param name="Type">A CSS class of the line, or empty.</param>
internal sealed record ChangeLine(string Label, string Count, IReadOnlyList<Chip> Chips, string Note = "", string Type = "")
{
    /// <summary>A section of the page that the label leads to.</summary>
    public string Target { get; init; } = "";
}

/// <param name="Type">A CSS class: <c>up</c>, <c>dn</c>, <c>ent</c>, <c>lft</c>, or empty.</param>
internal sealed record Chip(string Symbol, string Type = "", string Note = "", bool Starred = false)
{
    public string Link { get; } = Uri.EscapeDataString(Symbol);
}

/// <summary>What changed since the session before, in the market and in the data.</summary>
internal static class ChangeLines
{
    private const int MostChips = 24;
    private const string Gap = "gap";

    /// <summary>The kinds of events, in order, with the words of their line.</summary>
    private static readonly (string Kind, string Label, string None)[] Kinds =
    [
        ("high_low", "52-week highs and lows", "none"),
        ("td", "TD completed", "none"),
        (Gap, "New gaps", "none"),
        ("cross", "Crossed SMA 200", "none"),
        ("stage", "Stage changes", "none; a stage changes with the close of a week"),
        ("watch", "Watched levels", ""),
    ];

    public static IReadOnlyList<ChangeLine> OfMarket(NightReport report) =>
    [
        .. report.Screens.Select(OfScreen).OfType<ChangeLine>(),
        .. Kinds.Select(kind => OfEvents(report, kind)).OfType<ChangeLine>(),
    ];

    public static IReadOnlyList<ChangeLine> OfData(NightReport report)
    {
        var (expected, stored) = (report.Coverage.Sum(c => c.Sessions.Sum(s => s.Expected)), report.Coverage.Sum(c => c.Sessions.Sum(s => s.Stored)));
        var quarantined = report.Quarantine.Rows.Count(r => r.Flag("new"));
        return
        [
            Many("Restated bars", [.. report.Restated.Rows.GroupBy(r => r.Text("symbol")).Select(s => new Chip(s.Key, "", Plural.Of(s.Count(), "value")))]),
            Many("Behind", [.. report.Behind.Rows.Select(r => new Chip(r.Text("symbol"), "", r["last_bar"] is null ? "no bars" : Sessions(r)))]),
            new("Missing sessions", Plural.Number(expected - stored), [], expected == 0 ? "nothing is expected yet"
                : $"{Figures.Plain(Math.Floor(10_000.0 * stored / expected) / 100, 2)} % of {Plural.Number(expected)} index sessions stored",
                expected > stored ? "warn" : "") { Target = "data" },
            new("Quarantine", Plural.Number(report.Quarantine.Count), [], report.Quarantine.IsEmpty ? "no open rows"
                : $"{Plural.Of(report.Quarantine.Count, "open row")}, {Plural.Number(quarantined)} new", quarantined > 0 ? "warn" : "") { Target = "data" },
            new("Run", report.Status, [], report.Run is { } run ? $"{Plural.Of(run.Jobs.Count, "job")} in {Figures.Plain(run.Seconds, 1)} s" : "no report kept",
                report.Status == "ok" ? "" : "warn") { Target = "data" },
        ];
    }

    private static string Sessions(ReportRow row) => Plural.Of(row.Count("sessions_behind"), "session");

    private static ChangeLine Many(string label, IReadOnlyList<Chip> chips) =>
        new(label, Plural.Number(chips.Count), [.. chips.Take(MostChips)], More(chips.Count), chips.Count > 0 ? "warn" : "") { Target = "data" };

    private static string More(int count) => count == 0 ? "none" : count > MostChips ? $"and {Plural.Number(count - MostChips)} more" : "";

    private static ChangeLine? OfScreen(ScreenMembers screen)
    {
        var entered = screen.Members.Where(m => m.IsNew).Select(m => new Chip(m.Symbol, "ent")).ToList();
        if (entered.Count + screen.Left.Count == 0) return null;
        var chips = entered.Concat(screen.Left.Select(s => new Chip(s, "lft"))).ToList();
        string[] counts = [entered.Count > 0 ? $"+{entered.Count}" : "", screen.Left.Count > 0 ? $"{Figures.Minus}{screen.Left.Count}" : ""];
        var count = string.Join(' ', counts.Where(c => c.Length > 0));
        return new(screen.Name, count, [.. chips.Take(MostChips)], chips.Count > MostChips ? More(chips.Count) : "") { Target = $"screen-{screen.Name}" };
    }

    private static ChangeLine? OfEvents(NightReport report, (string Kind, string Label, string None) kind)
    {
        if (report.IsPast && kind.Kind == Gap) return new(kind.Label, Figures.None, [], "kept of the newest session only");
        var events = report.Events.Rows.Where(e => e.Text("kind") == kind.Kind).ToList();
        if (events.Count == 0) return kind.None.Length == 0 ? null : new(kind.Label, "0", [], kind.None);
        var (up, down) = (events.Count(e => e.Text("direction") == "up"), events.Count(e => e.Text("direction") == "dn"));
        var chips = events.Select(e => new Chip(e.Text("symbol"), e.Text("direction"), e.Text("note"), e.Flag("starred")));
        return new(kind.Label, up + down == events.Count ? $"{up} / {down}" : $"{events.Count}", [.. chips.Take(MostChips)],
            events.Count > MostChips ? More(events.Count) : "");
    }
}
