using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config;

/// <summary>The end of a message about an unknown name: the known name that was probably meant, or a list of them.</summary>
public static class DidYouMean
{
    private const int LongestList = 20;

    /// <returns><c>; did you mean 'days'?</c>, else <c>; expected one of days, since</c>.</returns>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var names = known.ToList();
        if (Suggestion(word, names) is { Length: > 0 } suggestion) return suggestion;
        if (names.Count <= 1) return names is [var only] ? $"; expected '{only}'" : "; none are defined";
        var rest = names.Count > LongestList ? $" and {Plural.Number(names.Count - LongestList)} more" : "";
        return $"; expected one of {string.Join(", ", names.Take(LongestList))}{rest}";
    }

    /// <returns><c>; did you mean 'days'?</c>, else an empty string.</returns>
    public static string Suggestion(string word, IEnumerable<string> known) => Nearest(word, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The closest known name, if up to a third of its letters differ or the word is its beginning.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) => known
        .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
        .Where(c => c.Distance <= Math.Max(1, c.Name.Length / 3) || (word.Length >= 3 && c.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(c => c.Distance)
        .Select(c => c.Name)
        .FirstOrDefault();

    /// <summary>Damerau-Levenshtein distance: insertions, deletions, replacements and swaps of neighbors (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
