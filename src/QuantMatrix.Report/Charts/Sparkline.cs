using System.Globalization;
using System.Text;

namespace QuantMatrix.Report.Charts;

/// <summary>A line without axes, as the path of an SVG.</summary>
internal static class Sparkline
{
    /// <summary>Missing values are left out; empty with fewer than two values.</summary>
    public static string Path(IReadOnlyList<double> values, int width = 120, int height = 26)
    {
        var known = values.Select((value, i) => (value, i)).Where(v => double.IsFinite(v.value)).ToList();
        if (known.Count < 2) return "";
        var (low, high) = (known.Min(v => v.value), known.Max(v => v.value));
        var scale = high > low ? (height - 4) / (high - low) : 0;
        var (path, x, y) = (new StringBuilder(), 0, 0);
        foreach (var (value, i) in known)
        {
            var (right, down) = (i * width / (values.Count - 1), scale > 0 ? (int)Math.Round(height - 2 - (value - low) * scale) : height / 2);
            if (path.Length == 0) path.Append(CultureInfo.InvariantCulture, $"M{right} {down}l");
            else Move(path, right - x, down - y);
            (x, y) = (right, down);
        }
        return path.ToString();
    }

    /// <summary>A minus sign separates two numbers as well as a space does.</summary>
    private static void Move(StringBuilder path, int right, int down)
    {
        if (char.IsAsciiDigit(path[^1])) path.Append(' ');
        path.Append(CultureInfo.InvariantCulture, $"{right}{(down < 0 ? "" : " ")}{down}");
    }
}
