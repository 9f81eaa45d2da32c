using System.Globalization;

namespace QuantMatrix.Batch.Runs;

/// <summary>The name of a run: its start in UTC, so that names sort by time.</summary>
public static class RunId
{
    /// <returns><c>20261123T170501Z-3f9a</c>; the last four digits are the part of the second, in 65,536ths.</returns>
    public static string At(DateTimeOffset time)
    {
        var part = time.UtcTicks % TimeSpan.TicksPerSecond * 0x10000 / TimeSpan.TicksPerSecond;
        return string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{part:x4}");
    }
}
