using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Checks of a lake beyond the hashes of its files: row counts, key ranges, kept versions of the manifest, <c>views.sql</c>, unlisted files.</summary>
public sealed class LakeInspection(DataLake lake)
{
    /// <summary>What differs from the manifest, one line each.</summary>
    /// <param name="except">Files that are known to be damaged.</param>
    public IReadOnlyList<string> Differences(Manifest manifest, IReadOnlyCollection<LakeFile> except) =>
    [
        .. manifest.Files.Except(except).Select(Difference).OfType<string>(), .. lake.Log.DamagedVersions(),
        .. lake.HasCurrentViews(manifest) ? []
            : new[] { $"{Path.Combine(lake.Folder, "views.sql")}: not as the manifest requires; ./run.sh repair rewrites it" },
    ];

    /// <summary>Parquet files that nothing names (<see cref="NamedFiles"/>), as after a kill; the next run deletes them.</summary>
    public IReadOnlyList<string> Unlisted()
    {
        var listed = NamedFiles.Of(lake.Folder, lake.Log.Kept());
        return !Directory.Exists(lake.Folder) ? []
            : [.. Directory.EnumerateFiles(lake.Folder, "*.parquet", SearchOption.AllDirectories).Where(f => !listed.Contains(f))];
    }

    /// <summary>Row count, symbols and sessions of a file compared with its entry in the manifest; null when they agree.</summary>
    private string? Difference(LakeFile file)
    {
        var (found, expected) = ($"{Read(file)}", Entry(file));
        return found == expected ? null : $"{file.Path}: found {found}; the manifest lists {expected} (rows, symbols, sessions)";
    }

    private object? Read(LakeFile file)
    {
        var symbols = file.FirstSymbol.Length > 0 ? ", min(symbol), max(symbol)" : "";
        var dates = file.FirstDate is not null ? ", min(date), max(date)" : "";
        try
        {
            return lake.Sql.Scalar($"SELECT concat_ws(' ', count(*){symbols}{dates}) FROM {lake.Reader.Source([file])}");
        }
        catch (DataUnfitException e)
        {
            return e.Message;
        }
    }

    private static string Entry(LakeFile file) => string.Join(' ',
    [
        $"{file.Rows}", .. file.FirstSymbol.Length > 0 ? [file.FirstSymbol, file.LastSymbol] : Array.Empty<string>(),
        .. file.FirstDate is { } first ? [Day.Text(Day.Of(first)), Day.Text(Day.Of(file.LastDate!.Value))] : Array.Empty<string>(),
    ]);
}
