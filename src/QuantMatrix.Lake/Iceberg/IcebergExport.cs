using System.Text.Json.Nodes;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Iceberg;

/// <summary>Exports tables of the lake as tables of Apache Iceberg, which other engines read in place; each exported version is a snapshot.</summary>
public sealed class IcebergExport(DataLake lake)
{
    private readonly LakeTable[] tables = [PriceData.Table, lake.Features, StoredAction.Table];

    /// <summary>Whether any table was exported.</summary>
    public bool Exists => Directory.Exists(Path.Combine(lake.Folder, IcebergTable.Root));

    /// <param name="location">The URI of the lake's folder as readers see it, without a slash at the end.</param>
    /// <exception cref="TemporaryException">The lake is empty.</exception>
    /// <exception cref="DataUnfitException">The lake or an earlier export is damaged.</exception>
    public IReadOnlyList<ExportedTable> Write(string location)
    {
        var manifest = lake.Current();
        if (manifest.Version == 0) throw new TemporaryException($"{lake.Folder}: nothing to export yet; ./run.sh stores the first version of the lake");
        return [.. tables.Select(table =>
        {
            var (metadata, isNew) = new IcebergTable(lake.Folder, table.Name).Export(table, manifest, location);
            return new ExportedTable(table.Name, metadata.Location, manifest.Version, manifest.Of(table.Name).Count(), manifest.Rows(table.Name), isNew);
        })];
    }

    /// <summary>Compares the newest snapshot of each exported table with its files and with the version of the lake that it names.</summary>
    public ExportCheck Check(Manifest current)
    {
        var (findings, notes, files) = (new List<string>(), new List<string>(), 0);
        foreach (var table in IcebergTable.Exported(lake.Folder))
            try
            {
                if (table.Newest() is not { } newest) continue;
                var live = table.Live(newest).ToList();
                files += live.Count;
                findings.AddRange(Version(table, newest, live, current).Concat(live.Select(e => File(table, newest, e)).OfType<string>()));
                if (newest.LakeVersion < current.Version)
                    notes.Add($"{table.Name}: version {newest.LakeVersion} is exported, the lake is at {current.Version}; "
                        + "./run.sh export iceberg adds a snapshot");
            }
            catch (DataUnfitException e)
            {
                findings.Add($"{e.Message}. Delete {Path.GetDirectoryName(table.Folder)} and run ./run.sh export iceberg");
            }
        return new(files, findings, notes);
    }

    /// <summary>The hint, and the files of the version of the lake that the snapshot names, while the lake keeps it.</summary>
    private IEnumerable<string> Version(IcebergTable table, IcebergMetadata newest, List<JsonObject> live, Manifest current)
    {
        if (!table.IsHinted(newest))
            yield return $"{table.Folder}/{IcebergTable.HintName}: found '{table.Hinted}', expected {newest.Number}; ./run.sh export iceberg writes it";
        var kept = newest.LakeVersion == current.Version ? current : lake.Log.Find(newest.LakeVersion);
        if (newest.LakeVersion > current.Version || (kept is not null && kept.Run != newest.Run))
            yield return $"{table.Name}: version {newest.LakeVersion} of run {newest.Run} is exported, which the lake does not have; ./run.sh export iceberg "
                + "begins a new history";
        else if (kept is not null && !Listed(kept, table).SetEquals(live.Select(e =>
            (table.PathOf(newest, IcebergEntries.PathOf(e)), IcebergEntries.BytesOf(e), IcebergEntries.RowsOf(e)))))
            yield return $"{table.Name}: the exported files are not those of version {kept.Version} of the lake";
    }

    private HashSet<(string Path, long Bytes, long Rows)> Listed(Manifest manifest, IcebergTable table) =>
        [.. manifest.Of(table.Name).Select(f => (Path.Combine(lake.Folder, f.Path), f.Bytes, f.Rows))];

    private string? File(IcebergTable table, IcebergMetadata newest, JsonObject entry)
    {
        var path = table.PathOf(newest, IcebergEntries.PathOf(entry));
        var expected = $"{Plural.Of(IcebergEntries.RowsOf(entry), "row")}, {Plural.Of(IcebergEntries.BytesOf(entry), "byte")}";
        var found = new FileInfo(path) is { Exists: true } file ? $"{Rows(path)}, {Plural.Of(file.Length, "byte")}" : "no such file";
        return found == expected ? null : $"{path}: found {found}; the exported snapshot of {table.Name} names {expected}";
    }

    private string Rows(string path)
    {
        try
        {
            return Plural.Of((long)lake.Sql.Scalar($"SELECT count(*) FROM read_parquet({SqlText.Quote(path)}, hive_partitioning = false)")!, "row");
        }
        catch (DataUnfitException e)
        {
            return e.Message;
        }
    }
}

/// <summary>An exported table at a version of the lake.</summary>
/// <param name="Location">The URI of the table.</param>
/// <param name="IsNew">False when this version was exported already.</param>
public sealed record ExportedTable(string Name, string Location, long Version, int Files, long Rows, bool IsNew);

/// <summary>What is wrong with the exported tables, and what an operator may know.</summary>
/// <param name="Files">Files compared.</param>
public sealed record ExportCheck(int Files, IReadOnlyList<string> Findings, IReadOnlyList<string> Notes);
