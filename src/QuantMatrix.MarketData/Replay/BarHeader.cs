using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Column positions of the bar fields in a file; -1 for an optional column that is absent.</summary>
internal sealed record BarHeader(int Date, int Open, int High, int Low, int Close, int Volume, int AdjClose, int Source, int Symbol)
{
    public const string Expected = $"{BarField.Date}, {BarField.Open}, {BarField.High}, {BarField.Low}, {BarField.Close}, {BarField.Volume}";
    private const int MaxNamesShown = 12;

    /// <summary>A split of the session: 4, 4.0 or 4:1 for four new shares for one.</summary>
    public int Split { get; init; } = -1;

    /// <summary>The name of <see cref="Split"/> as found.</summary>
    public string SplitName { get; init; } = "";

    /// <summary>The period of a bar, D for a session.</summary>
    public int Period { get; init; } = -1;

    /// <summary>Tickers or names of companies; the values decide.</summary>
    public int Name { get; init; } = -1;

    /// <summary>The symbol of all rows, when a header names it.</summary>
    public string? Ticker { get; init; }

    /// <summary>Number of leading fields of a row that must be read.</summary>
    public int FieldsNeeded => 1 + new[] { Date, Open, High, Low, Close, Volume, AdjClose, Source, Symbol, Split }.Max();

    /// <summary>Finds the columns by name in any order and case; other columns are ignored. Null when a column is missing or ambiguous.</summary>
    public static BarHeader? Read(IReadOnlyList<string> columns, out string? fault)
    {
        var faults = new List<string>();
        var names = columns.Select(ColumnNames.Normalize).ToArray();
        var split = names.AsSpan().IndexOfAny(ColumnNames.Split);
        var header = new BarHeader(
            Required(BarField.Date, ColumnNames.Date), Required(BarField.Open, ColumnNames.Open), Required(BarField.High, ColumnNames.High),
            Required(BarField.Low, ColumnNames.Low), Required(BarField.Close, ColumnNames.Close), Required(BarField.Volume, ColumnNames.Volume),
            Position(ColumnNames.AdjClose), Position([BarField.Source]), Position(ColumnNames.Symbol))
        {
            Split = split,
            SplitName = split < 0 ? "" : columns[split],
            Period = Array.IndexOf(names, "per"),
            Name = names.AsSpan().IndexOfAny(ColumnNames.NameOrTicker),
        };
        fault = faults.Count == 0 ? null : $"{string.Join(", ", faults)}; found {Shown(columns)}; expected {Expected}";
        return fault is null ? header : null;

        int Required(string field, string[] accepted)
        {
            var position = Position(accepted);
            if (position < 0) faults.Add($"column {field} is missing");
            return position;
        }

        int Position(string[] accepted)
        {
            var name = accepted.FirstOrDefault(names.Contains);
            if (name is null) return -1;
            var position = Array.IndexOf(names, name);
            if (Array.IndexOf(names, name, position + 1) >= 0) faults.Add($"column {columns[position]} occurs twice");
            return position;
        }
    }

    private static string Shown(IReadOnlyList<string> columns)
    {
        var shown = string.Join(", ", columns.Take(MaxNamesShown).Select(c => FieldText.Short(c)));
        return columns.Count <= MaxNamesShown ? shown : $"{shown} and {columns.Count - MaxNamesShown} more";
    }
}
