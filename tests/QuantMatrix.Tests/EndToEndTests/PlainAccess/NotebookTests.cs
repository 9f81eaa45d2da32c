using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace QuantMatrix.Tests.EndToEndTests.PlainAccess;

/// <summary>The cells of the notebook, run in order as one program, print what the notebook shows.</summary>
[Trait("class", "slow")]
[Collection(nameof(MovedRoot))]
public sealed partial class NotebookTests(MovedRoot root)
{
    private static readonly JsonElement Notebook =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "notebooks", "lake.ipynb"))).RootElement;

    private static IReadOnlyList<JsonElement> Cells => [.. Notebook.GetProperty("cells").EnumerateArray().Where(c => Text(c, "cell_type") == "code")];

    [Fact]
    public async Task The_cells_print_what_the_notebook_shows()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["notebook.cs"], Program());
        var ended = await Ended.OfAsync(new("dotnet", ["run", folder["notebook.cs"]])
        {
            WorkingDirectory = folder.Path, Environment = { ["QM_DATA"] = root.Data },
        });
        ended.Code.ShouldBe(0, ended.Text);
        ended.Output.ShouldBe(string.Concat(Cells.SelectMany(c => c.GetProperty("outputs").EnumerateArray()).Select(o => Text(o, "text"))));
    }

    [Fact]
    public void Its_packages_have_the_versions_of_the_project()
    {
        var versions = XDocument.Load(Path.Combine(Fixtures.Repository, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);
        var used = Cells.SelectMany(c => Package().Matches(Text(c, "source"))).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        used.Keys.ShouldBe(["DuckDB.NET.Data.Full", "Microsoft.Data.Analysis"], ignoreOrder: true);
        used.ShouldAllBe(p => p.Value == versions[p.Key]);
    }

    /// <summary>A file-based program: directives first, then usings, then the cells.</summary>
    private static string Program()
    {
        var source = string.Join('\n', Cells.Select(c => Text(c, "source")));
        var usings = Using().Matches(source).Select(m => m.Value);
        var packages = Package().Matches(source).Select(m => $"#:package {m.Groups[1]}@{m.Groups[2]}");
        return string.Join('\n', [.. packages, .. usings, Using().Replace(Package().Replace(source, ""), "")]);
    }

    private static string Text(JsonElement cell, string property) => cell.GetProperty(property) is { ValueKind: JsonValueKind.Array } lines
        ? string.Concat(lines.EnumerateArray().Select(line => line.GetString())) : cell.GetProperty(property).GetString()!;

    [GeneratedRegex("""^#r "nuget: ?([\w.]+), ?([\w.]+)"$""", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^using [\w.]+;$", RegexOptions.Multiline)]
    private static partial Regex Using();
}
