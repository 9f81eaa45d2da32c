namespace QuantMatrix.MarketData.Parsing;

/// <summary>The sessions of one symbol read so far with the line of each; detects duplicate sessions.</summary>
/// <remarks>
/// Files are nearly always sorted; a hash table is built only for one that is not. Lists of numbers are compiled ahead; a list of pairs would be compiled by
/// each run, and slowly executed until then.
/// </remarks>
internal sealed class SessionLines
{
    private readonly List<int> days = [], lines = [];
    private Dictionary<int, int>? lineOf;

    /// <summary>Adds a session; false when it was already read on <paramref name="firstLine"/>.</summary>
    public bool TryAdd(int day, int line, out int firstLine)
    {
        firstLine = 0;
        if (lineOf is null && (days.Count == 0 || day > days[^1]))
        {
            days.Add(day);
            lines.Add(line);
            return true;
        }
        lineOf ??= Table();
        if (lineOf.TryGetValue(day, out firstLine)) return false;
        lineOf[day] = line;
        return true;
    }

    /// <summary>The line a session was read from.</summary>
    public int LineOf(int day) => (lineOf ??= Table())[day];

    private Dictionary<int, int> Table() => days.Zip(lines).ToDictionary(t => t.First, t => t.Second);
}
