using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>What is stored about a symbol besides its bars.</summary>
internal sealed record StoredFacts
{
    public string? Name { get; init; }

    public string? Sector { get; init; }

    /// <summary>The indices it is a member of.</summary>
    public IReadOnlyList<string> Indices { get; init; } = [];

    /// <summary>The screens it satisfied in the session; null when none were recorded for it.</summary>
    public IReadOnlyList<string>? Screens { get; init; }

    /// <summary>Restated values of its bars, oldest first.</summary>
    public IReadOnlyList<BarRevision> Restated { get; init; } = [];
}

/// <summary>A symbol in at most 24 lines of 80 columns: price, stage, momentum, candles, performance, counts, gaps, lines, screens, restatements.</summary>
internal sealed class SymbolCard(SymbolHistory history, StoredFacts facts)
{
    public const int Width = 80;

    private const int MostGaps = 4, MostRestated = 2;
    private const string None = "–";

    private static readonly Dictionary<string, string> Stages = new()
    {
        ["1"] = "stage 1 basing", ["2"] = "stage 2 advancing", ["3"] = "stage 3 topping", ["4"] = "stage 4 declining",
    };

    private int Last => history.Last;

    private double Close => history.Bars.Close[^1];

    /// <param name="color">Whether candles are green and red.</param>
    public IEnumerable<string> Lines(bool color) =>
    [
        Title(), State(), "", .. new CandleChart(history.Bars).Lines(color), "", .. Performance(), .. Levels(),
        .. Wrapped([.. Screens(), .. Restated(), .. Unstable()]),
    ];

    private string Title()
    {
        var right = $"{CandleChart.Price(Close)}  {Signed("perf_1d")} %";
        string?[] about = [facts.Name, facts.Sector, string.Join(' ', facts.Indices)];
        var left = $"{history.Symbol}  {string.Join(" · ", about.Where(a => !string.IsNullOrEmpty(a)))}".TrimEnd();
        var room = Width - right.Length - 2;
        return (left.Length > room ? $"{left[..(room - 1)]}…" : left).PadRight(Width - right.Length) + right;
    }

    /// <summary>The date ends at the right edge; the others are closer together where they would not fit.</summary>
    private string State()
    {
        string[] parts = [Stage(), $"RSI {Text("rsi_14", "0")}", $"ATR {Text("atrp_14", "0.0")} %", $"RS {Signed("rs_mansfield_pct")}",
            $"vol {Text("volume_ratio_50", "0.0")}×"];
        var date = history.Session.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        var left = string.Join("   ", parts);
        if (left.Length + 2 + date.Length > Width) left = string.Join("  ", parts);
        return left.PadRight(Width - date.Length) + date;
    }

    private string Stage() => history.Value("stage_label", Last) is string label && Stages.TryGetValue(label, out var stage)
        ? $"{stage}, {Plural.Of(history.WeeksInStage(), "week")}" : "stage unknown";

    private List<string> Performance()
    {
        (string Name, string Column)[] past = [("1d", "perf_1d"), ("5d", "perf_5d"), ("20d", "perf_20d"), ("60d", "perf_60d"), ("1y", "perf_252d")];
        var changes = string.Join("  ", past.Select(p => $"{p.Name} {Signed(p.Column)}"));
        var distances = $"high {Signed("drawdown_52w")} %  SMA50 {Signed("pct_dist_sma_50")}  SMA200 {Signed("pct_dist_sma_200")}";
        return Wrapped([("", changes), ("   ", distances)]);
    }

    private List<string> Levels()
    {
        var gaps = history.Structures.Where(s => s.Kind is PriceStructure.GapUp or PriceStructure.GapDown)
            .OrderBy(s => Math.Abs(s.Price - Close)).Take(MostGaps).OrderBy(s => s.Price)
            .Select(s => CandleChart.Price(s.Price) + (s.Kind == PriceStructure.GapUp ? "↑" : "↓")).ToList();
        string?[] parts =
        [
            Counts(), gaps.Count == 0 ? "no open gap" : $"gaps {string.Join(' ', gaps)}",
            Line("rising", "trend_up_level"), Line("falling", "trend_down_level"),
        ];
        return Wrapped(parts.OfType<string>().Select(part => (" · ", part)));
    }

    private string? Line(string direction, string column) =>
        history.Number(column, Last) is var level && double.IsNaN(level) ? null : $"{direction} line {CandleChart.Price(level)}";

    /// <summary>The side of the setup first; a countdown of the other side names it.</summary>
    private string Counts()
    {
        var parts = new List<string>();
        foreach (var side in history.Number("td_sell_setup", Last) > 0 ? (string[])["sell", "buy"] : ["buy", "sell"])
        {
            var (setup, countdown) = (history.Number($"td_{side}_setup", Last), history.Number($"td_{side}_countdown", Last));
            if (setup > 0) parts.Add(FormattableString.Invariant($"{side} setup {setup:0}"));
            if (countdown > 0) parts.Add(FormattableString.Invariant($"{(setup > 0 ? "" : $"{side} ")}countdown {countdown:0}/13"));
        }
        return parts.Count == 0 ? "TD no count" : $"TD {string.Join(", ", parts)}";
    }

    private IEnumerable<(string, string)> Screens() =>
        [("", "screens:"), .. (facts.Screens switch { null => ["not recorded"], [] => ["none"], var names => names }).Select(name => (" ", name))];

    /// <summary>Corrections of the candles shown, newest first; other classes by their number of bars.</summary>
    private IEnumerable<(string, string)> Restated()
    {
        var from = history.Bars.Days[Math.Max(0, history.Bars.Count - CandleChart.Candles)];
        var corrections = facts.Restated.Where(r => r.Class == BarRevision.Correction && r.Day >= from).OrderByDescending(r => r.Day).ToList();
        var more = corrections.Count > MostRestated ? [$"{corrections.Count - MostRestated} more"] : System.Array.Empty<string>();
        var others = facts.Restated.Where(r => r.Class != BarRevision.Correction).GroupBy(r => r.Class)
            .Select(c => $"{Plural.Of(c.Select(r => r.Day).Distinct().Count(), "bar")} by {c.Key}");
        string[] all = [.. corrections.Take(MostRestated).Select(Change), .. more, .. others];
        return all.Length == 0 ? [("   ", "restated: none")]
            : all.Select((text, i) => (i == 0 ? "   " : " ", (i == 0 ? "restated: " : "") + text + (i < all.Length - 1 ? "," : "")));
    }

    /// <summary>How many columns the history is too short for; nothing when it is long enough for all.</summary>
    private IEnumerable<(string, string)> Unstable() =>
        history.Number("unstable_columns", Last) is > 0 and var count ? [("   ", $"unstable: {Plural.Of((long)count, "column")}")] : [];

    private static string Change(BarRevision revision)
    {
        var date = Day.Date(revision.Day).ToString("d MMM", CultureInfo.InvariantCulture);
        return $"{date} {revision.Field} {Of(revision.Old)}→{Of(revision.New)}";

        string Of(double value) => double.IsNaN(value) ? None : revision.Field == BarField.Volume ? Plural.Number((long)value) : CandleChart.Price(value);
    }

    /// <param name="parts">Each with what separates it from the one before on the same line.</param>
    private static List<string> Wrapped(IEnumerable<(string Separator, string Text)> parts)
    {
        var lines = new List<string>();
        foreach (var (separator, text) in parts)
            if (lines.Count > 0 && lines[^1].Length + separator.Length + text.Length <= Width) lines[^1] += separator + text;
            else lines.Add(text);
        return lines;
    }

    private string Text(string column, string format) =>
        history.Number(column, Last) is var value && double.IsNaN(value) ? None : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>One decimal, always with a sign.</summary>
    private string Signed(string column)
    {
        var value = history.Number(column, Last);
        return double.IsNaN(value) ? None : $"{(value < 0 ? "−" : "+")}{Math.Abs(value).ToString("0.0", CultureInfo.InvariantCulture)}";
    }
}
