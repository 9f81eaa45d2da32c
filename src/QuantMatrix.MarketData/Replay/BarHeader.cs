using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Column positions of the bar fields in a file; -1 for an optional column that is absent.</summary>
internal sealed record BarHeader(int Date, int Open, int High, int Low, int Close, int Volume, int AdjClose, int Source, int Symbol)
{
    public const string Expected = $"{BarField.Date}, {BarField.Open}, {BarField.High}, {BarField.Low}, {BarField.Close}, {BarField.Volume}";
    private const int MaxNamesShown = 12;

    /// <summary>Number of leading fields of a row that must be read.</summary>
    public int FieldsNeeded { get; } = 1 + new[] { Date, Open, High, Low, Close, Volume, AdjClose, Source, Symbol }.Max();

    /// <summary>Finds the columns by name in any order and case; other columns are ignored. Null when a column is missing or ambiguous.</summary>
    public static BarHeader? Read(IReadOnlyList<string> columns, out string? fault)
    {
        var faults = new List<string>();
        var names = columns.Select(Normalize).ToArray();
        var header = new BarHeader(
            Required(BarField.Date, "datetime", "timestamp"), Required(BarField.Open), Required(BarField.High), Required(BarField.Low),
            Required(BarField.Close), Required(BarField.Volume), Position(BarField.AdjClose, "adjustedclose"), Position(BarField.Source),
            Position(BarField.Symbol));
        fault = faults.Count == 0 ? null : $"{string.Join(", ", faults)}; found {Shown(columns)}; expected {Expected}";
        return fault is null ? header : null;

        int Required(params string[] accepted)
        {
            var position = Position(accepted);
            if (position < 0) faults.Add($"column {accepted[0]} is missing");
            return position;
        }

        int Position(params string[] accepted)
        {
            var name = accepted.Select(Normalize).FirstOrDefault(names.Contains);
            if (name is null) return -1;
            var position = Array.IndexOf(names, name);
            if (Array.IndexOf(names, name, position + 1) >= 0) faults.Add($"column {columns[position]} occurs twice");
            return position;
        }
    }

    /// <summary>Makes <c>Adj Close</c>, <c>adj_close</c> and <c>AdjClose</c> equal.</summary>
    private static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Shown(IReadOnlyList<string> columns)
    {
        var shown = string.Join(", ", columns.Take(MaxNamesShown).Select(c => FieldText.Short(c)));
        return columns.Count <= MaxNamesShown ? shown : $"{shown} and {columns.Count - MaxNamesShown} more";
    }
}
