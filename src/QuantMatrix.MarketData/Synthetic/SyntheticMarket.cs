using System.Text;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Fills an empty replay folder with a synthetic market, for use without a provider.</summary>
/// <remarks>An interrupted fill leaves its marker file and is restarted from scratch.</remarks>
public static class SyntheticMarket
{
    /// <summary>Created first and deleted last; the folder is incomplete while it exists.</summary>
    public const string Marker = ".filling";

    private const string ReadMe = """
        All bars in this folder are synthetic: generated deterministically, with source = synthetic in every row.
        They are not market data and are unrelated to the companies whose symbols they use. To replay your own bars, put your files here instead.

        """;

    /// <summary>Whether the folder is missing, empty except for hidden files, or incompletely filled.</summary>
    public static bool NeedsFilling(string folder) =>
        !Directory.Exists(folder)
        || File.Exists(Path.Combine(folder, Marker))
        || IsEmpty(folder);

    /// <summary>Writes one CSV per symbol, <c>constituents.csv</c> and <c>README.txt</c>.</summary>
    /// <exception cref="ConfigurationException">An option is out of range, or the folder contains other files.</exception>
    public static async Task FillAsync(string folder, SyntheticOptions options, SessionCalendar calendar, CancellationToken ct)
    {
        options.Validate();
        if (!NeedsFilling(folder)) throw new ConfigurationException($"synthetic market: {folder} contains files; expected an empty directory");
        Directory.CreateDirectory(folder);
        var marker = Path.Combine(folder, Marker);
        await File.WriteAllTextAsync(marker, "", ct).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, "README.txt"), ReadMe, ct).ConfigureAwait(false);
        await WriteBarsAsync(folder, options, Days(options, calendar), ct).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, ReplayFiles.Constituents), Constituents(options), ct).ConfigureAwait(false);
        File.Delete(marker);
    }

    /// <summary>An unreadable folder counts as not empty; reading it reports the fault.</summary>
    private static bool IsEmpty(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).All(e => Path.GetFileName(e).StartsWith('.'));
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int[] Days(SyntheticOptions options, SessionCalendar calendar)
    {
        var last = calendar.AtOrBefore(options.LastSession);
        return [.. calendar.Sessions(calendar.Back(last, options.Sessions - 1), last).Select(Day.Of)];
    }

    private static Task WriteBarsAsync(string folder, SyntheticOptions options, int[] days, CancellationToken ct)
    {
        var factors = new SyntheticFactors(days.Length);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct };
        return Parallel.ForEachAsync(options.Symbols(), parallel, async (symbol, token) =>
        {
            var bars = new SyntheticSymbol(symbol, symbol == options.Benchmark, days.Length).Bars(days, factors);
            await File.WriteAllBytesAsync(Path.Combine(folder, symbol + ".csv"), SyntheticCsv.Text(bars), token).ConfigureAwait(false);
        });
    }

    private static string Constituents(SyntheticOptions options)
    {
        var text = new StringBuilder("index,symbol\n");
        foreach (var (index, symbols) in options.Constituents.OrderBy(c => c.Key, StringComparer.Ordinal))
            foreach (var symbol in symbols.Order(StringComparer.Ordinal)) text.Append(index).Append(',').Append(symbol).Append('\n');
        return text.ToString();
    }
}
