namespace QuantMatrix.MarketData.Replay;

/// <summary>Where each column of a bar stands in a file; optional columns a file lacks stand at -1.</summary>
internal sealed record BarHeader(int Date, int Open, int High, int Low, int Close, int Volume, int AdjClose, int Source, int Symbol)
{
    public const string Expected = "date, open, high, low, close, volume";
    private const int NamesShown = 12;

    /// <summary>How many of the first fields of a row have to be looked at.</summary>
    public int FieldsNeeded { get; } = 1 + new[] { Date, Open, High, Low, Close, Volume, AdjClose, Source, Symbol }.Max();

    /// <summary>Reads column names in any order and case; columns of other names are ignored. Null when it is no header of bars.</summary>
    public static BarHeader? Read(IReadOnlyList<string> columns, out string? fault)
    {
        var faults = new List<string>();
        var names = columns.Select(Plain).ToArray();
        var header = new BarHeader(
            Required(["date", "datetime", "timestamp"]), Required(["open"]), Required(["high"]), Required(["low"]), Required(["close"]),
            Required(["volume"]), Place(["adjclose", "adjustedclose"]), Place(["source"]), Place(["symbol"]));
        fault = faults.Count == 0 ? null : $"{string.Join(", ", faults)}; found {Shown(columns)}; expected {Expected}";
        return fault is null ? header : null;

        int Required(string[] accepted)
        {
            var place = Place(accepted);
            if (place < 0) faults.Add($"column {accepted[0]} is missing");
            return place;
        }

        int Place(string[] accepted)
        {
            var name = accepted.FirstOrDefault(names.Contains);
            if (name is null) return -1;
            var place = Array.IndexOf(names, name);
            if (Array.IndexOf(names, name, place + 1) >= 0) faults.Add($"column {columns[place]} occurs twice");
            return place;
        }
    }

    /// <summary><c>Adj Close</c>, <c>adj_close</c> and <c>AdjClose</c> are one name.</summary>
    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Shown(IReadOnlyList<string> columns)
    {
        var shown = string.Join(", ", columns.Take(NamesShown).Select(c => c.Length <= 40 ? c : c[..40]));
        return columns.Count <= NamesShown ? shown : $"{shown} and {columns.Count - NamesShown} more";
    }
}
