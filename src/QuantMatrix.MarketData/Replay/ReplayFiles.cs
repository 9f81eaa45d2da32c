using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Lists the bar files of a replay folder in ordinal order of their names.</summary>
internal static class ReplayFiles
{
    public const string Constituents = "constituents.csv";

    /// <exception cref="ConfigurationException">The folder is missing, unreadable or contains no bar files.</exception>
    public static string[] In(string folder)
    {
        string[] files = [.. List(folder).Where(IsBarFile).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        return files.Length > 0 ? files
            : throw new ConfigurationException($"replay folder {folder}: found no .csv or .parquet files; expected one CSV per symbol, such as AAPL.csv");
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
            throw new ConfigurationException($"replay folder {folder}: the directory does not exist; expected a directory with bars", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"replay folder {folder}: cannot be read ({e.GetType().Name}); expected a readable directory with bars", e);
        }
    }

    private static bool IsBarFile(string path)
    {
        var name = Path.GetFileName(path);
        return !IsHidden(name)
            && !name.Equals(Constituents, StringComparison.OrdinalIgnoreCase)
            && (IsParquet(path) || Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Names starting with two dots, such as <c>..%2f..csv</c>, are not hidden: they are read and rejected by name.</summary>
    private static bool IsHidden(string name) => name.StartsWith('.') && !name.StartsWith("..", StringComparison.Ordinal);
}
