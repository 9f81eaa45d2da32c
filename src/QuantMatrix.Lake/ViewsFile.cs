using System.Text;
using System.Text.RegularExpressions;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The file <c>views.sql</c>: the lake, the published tables and macros for any DuckDB, with paths relative to the lake.</summary>
/// <remarks>
/// DuckDB resolves a relative path against the current directory, whatever script it runs. So the paths begin with the variable <c>lake</c>, which the
/// script sets to the first directory that holds one of the files listed. Names of files are hashes of their content: no other lake is taken for it.
/// </remarks>
internal sealed partial class ViewsFile(string lake, IReadOnlyList<LakeTable> tables, LakeSql sql)
{
    private const string Header = """
        -- The lake, the published tables and the macros bars('AAPL'), features('AAPL') and members('SP500', DATE '2026-01-02'). Rewritten by each commit.
        -- DuckDB 1.5 or newer: cd data/lake && duckdb -init views.sql. From a program: run this text as SQL.
        -- A copied or moved lake is found in the current directory, in lake, in data/lake, and in file_search_path;
        -- anywhere else, run this first: SET VARIABLE lake = '/path/of/data/lake';

        """;

    private const string OnServer = """
        -- The published tables are on the server of QM_POSTGRES: INSTALL postgres; LOAD postgres;
        -- ATTACH 'host=… dbname=…' AS published (TYPE postgres, READ_ONLY); FROM published.market_analysis_cache;

        """;

    private readonly string path = Path.Combine(lake, "views.sql");
    private readonly BarReader reader = new(InLake, sql);

    public PublishedFile? Published { get; init; }

    /// <summary>Whether the file matches a manifest. The lake may have been moved, and the published tables may be on a server or not.</summary>
    public bool IsCurrent(Manifest manifest) => File.Exists(path) && Movable(File.ReadAllText(path)) is var text
        && (text == Movable(Script(manifest, Published)) || text == Movable(Script(manifest, null)));

    /// <summary>Writes the file unless it is what it would be.</summary>
    public void Write(Manifest manifest)
    {
        var script = Script(manifest, Published is { IsUsed: true } ? Published : null);
        if (manifest.Version == 0 || (File.Exists(path) && File.ReadAllText(path) == script)) return;
        ManifestLog.WriteThrough(path + ".tmp", Encoding.UTF8.GetBytes(script));
        Failpoint.LakeBeforeViews.Reach();
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private string Script(Manifest manifest, PublishedFile? published) =>
        $"{Header}{Location(manifest)}-- Version {manifest.Version}.\n{LakeViews.Script(tables, manifest, reader)}"
        + (published is null ? OnServer : Of(published));

    /// <summary>Sets the variable to where the lake is, at last to where it was written; a value set before the script stays.</summary>
    private string Location(Manifest manifest)
    {
        var found = manifest.Files is [var file, ..] ? $"""

                (SELECT left(file, -{file.Path.Length + 1}) FROM glob([{string.Join(", ", Places(file.Path))}]) ORDER BY length(file) LIMIT 1),
            """ : "";
        return $"SET VARIABLE lake = coalesce(getvariable('lake'),{found}\n    {SqlText.Quote(lake)});\n";
    }

    private static IEnumerable<string> Places(string file) => ((string[])[".", "lake", "data/lake"]).Select(place => SqlText.Quote($"{place}/{file}"));

    private string Of(PublishedFile published)
    {
        var file = InLake(Path.GetRelativePath(lake, published.Path));
        var views = published.Tables.Select(table => (Name: table, Select: $"SELECT * FROM read_duckdb({file}, table_name = '{table}')"))
            .Concat(published.Views).ToList();
        return "-- The published tables; they exist after the first run.\n" + string.Concat(
            views.Select(v => $"CREATE OR REPLACE VIEW {v.Name} AS {v.Select}").Concat(LakeMacros.Over(views.Select(v => v.Name))).Select(s => $"{s};\n"));
    }

    private static string InLake(string path) => $"getvariable('lake') || {SqlText.Quote($"/{path}")}";

    /// <summary>The script without the directory in which it was written.</summary>
    private static string Movable(string script) => WrittenIn().Replace(script, "", count: 1);

    [GeneratedRegex(@"^    '.*'\);$", RegexOptions.Multiline)]
    private static partial Regex WrittenIn();
}
