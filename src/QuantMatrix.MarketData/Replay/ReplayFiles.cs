using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The files of a replay folder that hold bars, in ordinal order of their names.</summary>
internal static class ReplayFiles
{
    public const string Constituents = "constituents.csv";

    /// <exception cref="ConfigurationException">The folder is missing, cannot be read or holds no bars.</exception>
    public static string[] In(string folder)
    {
        string[] files = [.. List(folder).Where(HoldsBars).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        return files.Length > 0 ? files
            : throw new ConfigurationException($"replay folder {folder}: found no .csv and no .parquet file; expected one CSV a symbol, such as AAPL.csv");
    }

    public static bool IsParquet(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);

    private static string[] List(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ConfigurationException($"replay folder {folder}: found no such folder; expected a folder of bars", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"replay folder {folder}: cannot be read ({e.GetType().Name}); expected a readable folder of bars", e);
        }
    }

    private static bool HoldsBars(string path)
    {
        var name = Path.GetFileName(path);
        return !IsHidden(name)
            && !name.Equals(Constituents, StringComparison.OrdinalIgnoreCase)
            && (IsParquet(path) || Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A name such as <c>..%2f..csv</c> is not hidden but odd, and has to be refused by name.</summary>
    private static bool IsHidden(string name) => name.StartsWith('.') && !name.StartsWith("..", StringComparison.Ordinal);
}
