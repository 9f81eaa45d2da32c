namespace QuantMatrix.MarketData.Replay;

/// <summary>The sessions already taken from one file for one symbol and the line of each: keeps to one row a session.</summary>
/// <remarks>Files are nearly always sorted; only when one is not are the sessions put into a table.</remarks>
internal sealed class SessionLines
{
    private readonly List<(int Day, int Line)> taken = [];
    private Dictionary<int, int>? lineOf;

    /// <summary>Takes a session, unless it was taken before on <paramref name="firstLine"/>.</summary>
    public bool TryTake(int day, int line, out int firstLine)
    {
        firstLine = 0;
        if (lineOf is null && (taken.Count == 0 || day > taken[^1].Day))
        {
            taken.Add((day, line));
            return true;
        }
        lineOf ??= Table();
        if (lineOf.TryGetValue(day, out firstLine)) return false;
        lineOf[day] = line;
        return true;
    }

    /// <summary>The line a session was taken from.</summary>
    public int LineOf(int day) => (lineOf ??= Table())[day];

    private Dictionary<int, int> Table() => taken.ToDictionary(t => t.Day, t => t.Line);
}
