using System.Globalization;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>The newest value of a column in full: formula, source, inputs, the bars behind it, and whether the history is long enough.</summary>
/// <param name="column">A published column, or a field of the bar.</param>
internal sealed class ValueExplanation(SymbolHistory history, string column)
{
    private const int BarsShown = 5;

    private readonly Column? definition = Catalogue.Standard.Columns.FirstOrDefault(c => c.Name == column);

    /// <summary>The names that can be explained.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. BarField.All, .. Catalogue.Standard.Columns.Select(c => c.Name)];

    private int Last => history.Last;

    private long Stored => Last + 1;

    /// <summary>The first row behind the value: of a plain window its oldest bar, else the first bar of the symbol.</summary>
    public int FirstRow => definition is null ? Last : DependsOnAll(column) ? 0 : Math.Max(0, Last - definition.Reach);

    /// <summary>A label and a text each.</summary>
    public IEnumerable<(string Label, string Text)> Lines()
    {
        yield return ("value", history.Value(column, Last) is { } value ? Cell.Exact(value) : "none");
        if (definition is null)
        {
            yield return ("meaning", $"{column} of the session as stored, split-adjusted");
        }
        else
        {
            yield return ("meaning", definition.Meaning);
            yield return ("formula", definition.Formula);
            yield return ("source", definition.Source);
            foreach (var input in Inputs()) yield return ("input", input);
            if (PeriodBase.Of(history, column) is { } reference) yield return ("base", $"{reference}");
            yield return ("warm", Warm());
            yield return ("stable", Stable());
        }
        yield return ("bars", Window());
        foreach (var bar in Bars()) yield return ("", bar);
    }

    /// <summary>Whether a value needs all earlier bars, by its own kernel or one of its inputs.</summary>
    private static bool DependsOnAll(string name) =>
        IndicatorOf(name) is { } indicator && (indicator.Recursive || indicator.Weekly || indicator.Reads.Any(DependsOnAll));

    private static Indicator? IndicatorOf(string name) => Catalogue.Standard.Indicators.FirstOrDefault(i => i.Outputs.Any(o => o.Name == name));

    /// <summary>Published inputs with their values, helper columns with what they read.</summary>
    private IEnumerable<string> Inputs()
    {
        foreach (var input in IndicatorOf(column)!.Reads)
            yield return IsPublished(input) ? $"{input} {Readable(input)}" : $"{input}, from {string.Join(", ", IndicatorOf(input)?.Reads ?? [])}";
        if (definition!.NeedsBenchmark)
            yield return $"the benchmark {Readable(FeatureSchema.Benchmark)} up to {Readable(FeatureSchema.BenchmarkDate)}";
        if (definition.IsCrossSectional) yield return "the rs_score of every member of the tracked indices in the session";
    }

    private string Readable(string name) => history.Value(name, Last) is { } value ? Cell.Readable(name, value) : "none";

    private static bool IsPublished(string name) => BarField.All.Contains(name) || Catalogue.Standard.Columns.Any(c => c.Name == name);

    private string Warm()
    {
        var first = definition!.WarmUp + 1;
        if (Stored < first) return $"no: bar {Plural.Number(Stored)} of the symbol, the first value is at bar {Plural.Number(first)}";
        var awaited = definition.Awaits is { } awaits && history.Value(column, Last) is null ? $"; it waits for {awaits}" : "";
        return $"yes: bar {Plural.Number(Stored)} of the symbol, the first value is at bar {Plural.Number(first)}{awaited}";
    }

    private string Stable()
    {
        var first = definition!.StableFrom + 1;
        if (definition.StableAfter == 0) return Stored >= first ? "yes: from the first value on" : "no: not warm yet";
        return $"{(Stored >= first ? "yes" : "no")}: the first bars no longer count from bar {Plural.Number(first)} on";
    }

    private string Window() => $"{Plural.Of(Last - FirstRow + 1, "bar")}, {history.DateOf(FirstRow):yyyy-MM-dd} to {history.DateOf(Last):yyyy-MM-dd}"
        + (Last - FirstRow + 1 > BarsShown ? $", the last {BarsShown}:" : ":");

    private IEnumerable<string> Bars()
    {
        var bars = history.Bars;
        List<string[]> rows = [["date", .. BarField.All, BarField.Source]];
        for (var i = Math.Max(FirstRow, Last - BarsShown + 1); i <= Last; i++)
            rows.Add([Day.Text(bars.Days[i]), Text(bars.Open[i]), Text(bars.High[i]), Text(bars.Low[i]), Text(bars.Close[i]), Plural.Number(bars.Volume[i]),
                bars.Source[i]]);
        return TextTable.AlignedLines(rows);
    }

    private static string Text(double price) => price.ToString(CultureInfo.InvariantCulture);
}
