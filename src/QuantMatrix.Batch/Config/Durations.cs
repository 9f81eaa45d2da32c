using System.Globalization;

namespace QuantMatrix.Batch.Config;

/// <summary>Durations as jobs.yaml and the command line write them: a whole number and a unit.</summary>
internal static class Durations
{
    /// <summary>The accepted values, for messages.</summary>
    public const string Expected = "a duration like 90s, 30m, 2h or 1d, at most 30d";

    /// <summary>The same as a regular expression, apart from the limit.</summary>
    public const string Pattern = "^[0-9]{1,7}[smhd]$";

    /// <summary>Below the longest time of a timer.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromDays(30);

    private static readonly (char Unit, int Seconds)[] Units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = text.Length > 1 ? Array.Find(Units, u => u.Unit == text[^1]).Seconds : 0;
        if (unit == 0 || text.Length > 8 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        duration = TimeSpan.FromSeconds((long)count * unit);
        return duration <= Max;
    }

    /// <summary>In the largest unit that divides it: <c>90s</c>, <c>30m</c>.</summary>
    public static string Text(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (unit, size) = seconds == 0 ? Units[^1] : Array.Find(Units, u => seconds % u.Seconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{unit}");
    }
}
