using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Lists the bar files of a replay folder: those of the folder itself, then those of its subfolders, each in ordinal order.</summary>
internal static class ReplayFiles
{
    public const string Constituents = "constituents.csv";
    private const int MaxDepth = 8, MinTextColumns = 5;

    /// <exception cref="ConfigurationException">The folder is missing, unreadable or contains no bar files.</exception>
    public static BarFile[] In(string folder)
    {
        BarFile[] files = [.. List(folder).OrderBy(f => f.Name.Contains('/')).ThenBy(f => f.Name, StringComparer.Ordinal)];
        return files.Length > 0 ? files
            : throw new ConfigurationException($"replay folder {folder}: found no .csv, .txt, .gz, .zip or .parquet files of bars; "
                + "expected one CSV per symbol, such as AAPL.csv");
    }

    public static bool IsConstituents(string path) => Path.GetFileName(path).Equals(Constituents, StringComparison.OrdinalIgnoreCase);

    private static List<BarFile> List(string folder)
    {
        try
        {
            var files = new List<BarFile>();
            Collect(new DirectoryInfo(folder), "", 0, files);
            return files;
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

    /// <summary>Linked folders are not followed: they may contain this one.</summary>
    private static void Collect(DirectoryInfo folder, string prefix, int depth, List<BarFile> files)
    {
        files.AddRange(folder.GetFiles().Select(f => new BarFile(f.FullName, prefix + f.Name)).Where(IsBarFile));
        if (depth == MaxDepth) return;
        foreach (var sub in folder.GetDirectories().Where(d => !d.Name.StartsWith('.') && d.Name != "__MACOSX" && d.LinkTarget is null
            && !(depth == 0 && d.Name == IntradayFolder.Name)))
            Collect(sub, $"{prefix}{sub.Name}/", depth + 1, files);
    }

    private static bool IsBarFile(BarFile file)
    {
        var name = Path.GetFileName(file.Path);
        return !IsHidden(name) && !IsConstituents(name)
            && (file.IsParquet || file.IsZip || BarFile.IsText(name) && (!name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || IsTable(file)));
    }

    /// <summary>Whether one of the first lines of a text has the columns of a table; a note is no file of bars.</summary>
    private static bool IsTable(BarFile file)
    {
        using var text = PooledFile.Read(() => Start(file.Path), out var fault);
        return fault is null && FileLayout.Delimiters.Any(d => HasColumns(text, d));
    }

    private static MemoryStream Start(string path)
    {
        const int bytes = 4096;
        using var file = File.OpenRead(path);
        var start = new byte[bytes];
        return new MemoryStream(start, 0, file.ReadAtLeast(start, bytes, throwOnEndOfStream: false));
    }

    private static bool HasColumns(PooledFile text, byte delimiter)
    {
        var rows = new CsvRows(text.Text, delimiter);
        for (var read = 0; read < FileLayout.MaxHeaderRows && rows.Next(); read++)
            if (rows.FieldCount >= MinTextColumns) return true;
        return false;
    }

    /// <summary>Names starting with two dots, such as <c>..%2f..csv</c>, are not hidden: they are read and rejected by name.</summary>
    private static bool IsHidden(string name) => name.StartsWith('.') && !name.StartsWith("..", StringComparison.Ordinal);
}
