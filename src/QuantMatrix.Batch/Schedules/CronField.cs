using System.Globalization;

namespace QuantMatrix.Batch.Schedules;

/// <summary>The range of a field of a cron expression and the names of its values.</summary>
/// <param name="Last">The largest number allowed: 7 is a second name of Sunday.</param>
internal sealed record CronRange(int Min, int Max, int Last, IReadOnlyList<string> Names)
{
    public static readonly CronRange Minute = new(0, 59, 59, []);
    public static readonly CronRange Hour = new(0, 23, 23, []);
    public static readonly CronRange Day = new(1, 31, 31, []);

    public static readonly CronRange Month = new(1, 12, 12,
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    public static readonly CronRange Weekday = new(0, 6, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    public int Count => Max - Min + 1;

    /// <returns>Null when it is neither a number of the range nor a name.</returns>
    public int? Value(string text)
    {
        var name = Names.TakeWhile(n => !n.Equals(text, StringComparison.OrdinalIgnoreCase)).Count();
        if (name < Names.Count) return Min + name;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= Min && value <= Last ? value : null;
    }
}

/// <summary>The values of one field of a cron expression, sorted.</summary>
internal sealed record CronField(CronRange Range, IReadOnlyList<int> Values)
{
    /// <summary>Whether every value is allowed, which does not restrict the expression.</summary>
    public bool IsAll => Values.Count == Range.Count;

    /// <returns>Null for forms that not every scheduler has: L, W and #.</returns>
    public static CronField? Parse(string text, CronRange range)
    {
        var values = new SortedSet<int>();
        foreach (var item in text.Split(','))
            if (Items(item, range) is { } found) values.UnionWith(found.Select(v => range.Min + ((v - range.Min) % range.Count)));
            else return null;
        return new(range, [.. values]);
    }

    /// <summary><c>*</c>, <c>*/15</c>, or numbers and ranges, which all dialects of cron read alike.</summary>
    public override string ToString() => Text("*/", "-", "0");

    /// <summary>The field in the notation of systemd's calendar events: <c>*</c>, <c>01..05,07</c>.</summary>
    /// <remarks>Without steps: of days, systemd 252 skips some (<c>Thu *-*-01/4</c> skips the first of the month).</remarks>
    public string ToSystemd() => Text(steps: null, "..", "00");

    private string Text(string? steps, string to, string format)
    {
        if (IsAll) return "*";
        if (steps is not null && Step() is { } step) return steps + Number(step);
        return string.Join(',', Runs(Values).Select(run => run.First == run.Last ? Number(run.First) : $"{Number(run.First)}{to}{Number(run.Last)}"));

        string Number(int value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Consecutive values; two of them are two runs.</summary>
    internal static IEnumerable<(int First, int Last)> Runs(IReadOnlyList<int> values)
    {
        for (int i = 0, end; i < values.Count; i = end + 1)
        {
            for (end = i; end + 1 < values.Count && values[end + 1] == values[end] + 1;) end++;
            if (end == i + 1) end = i;
            yield return (values[i], values[end]);
        }
    }

    /// <summary>The distance of the values when they are every n-th of the range from its first.</summary>
    private int? Step()
    {
        if (Values.Count < 3 || Values[0] != Range.Min) return null;
        var step = Values[1] - Values[0];
        return Values.SequenceEqual(Enumerable.Range(0, ((Range.Max - Range.Min) / step) + 1).Select(i => Range.Min + (i * step))) ? step : null;
    }

    /// <summary><c>*</c>, <c>a</c>, <c>a-b</c>, each with <c>/step</c>; a range may wrap around: <c>22-2</c>.</summary>
    private static IEnumerable<int>? Items(string text, CronRange range)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || !int.TryParse(parts is [_, var every] ? every : "1", CultureInfo.InvariantCulture, out var step) || step < 1) return null;
        var ends = parts[0] is "*" or "?" ? [$"{range.Min}", $"{range.Max}"] : parts[0].Split('-');
        if (ends.Length > 2 || ends.Any(end => range.Value(end) is null)) return null;
        var first = range.Value(ends[0])!.Value;
        var last = ends.Length == 2 ? range.Value(ends[1])!.Value : parts.Length == 2 ? range.Last : first;
        if (last < first) last += range.Count;
        return Enumerable.Range(0, ((last - first) / step) + 1).Select(i => first + (i * step));
    }
}
