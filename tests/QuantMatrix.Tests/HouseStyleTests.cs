using System.Text.RegularExpressions;

namespace QuantMatrix.Tests;

/// <summary>The measurable part of the house style.</summary>
public partial class HouseStyleTests
{
    private const int MaxLines = 250, MaxLength = 160;

    /// <summary>Every C# file of the project: path from its root, and lines.</summary>
    private static readonly IReadOnlyList<(string Path, string[] Lines)> Files =
    [
        .. new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Fixtures.Repository, folder), "*.cs", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Fixtures.Repository, f))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Select(f => (f, File.ReadAllLines(Path.Combine(Fixtures.Repository, f)))),
    ];

    [Fact]
    public void No_file_has_more_than_250_lines() => Files.Where(f => f.Lines.Length > MaxLines).Select(f => $"{f.Path}: {f.Lines.Length}").ShouldBeEmpty();

    [Fact]
    public void No_line_has_more_than_160_characters() =>
        Files.SelectMany(f => f.Lines.Select((line, i) => (Where: $"{f.Path}:{i + 1}", line.Length)))
            .Where(l => l.Length > MaxLength).Select(l => l.Where).ShouldBeEmpty();

    [Fact]
    public void Namespaces_equal_folders() =>
        Files.Select(f => (f.Path, Found: NamespaceOf(f.Lines), Expected: string.Join('.', f.Path.Split(Path.DirectorySeparatorChar)[1..^1])))
            .Where(f => f.Found is not null && f.Found != f.Expected).Select(f => $"{f.Path}: {f.Found}").ShouldBeEmpty();

    [Fact]
    public void Two_types_never_share_a_name() =>
        Files.Where(f => f.Path.StartsWith("src", StringComparison.Ordinal)).SelectMany(TypesOf)
            .GroupBy(t => t.Type).Where(same => same.Select(t => t.Path).Distinct().Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(t => t.Path))}").ShouldBeEmpty();

    private static IEnumerable<(string Type, string Path)> TypesOf((string Path, string[] Lines) file) =>
        file.Lines.Select(line => TopLevelType().Match(line)).Where(m => m.Success).Select(m => (m.Groups[1].Value + m.Groups[2].Value, file.Path)).Distinct();

    private static string? NamespaceOf(string[] lines) =>
        lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal)) is { } line ? line["namespace ".Length..].TrimEnd(';') : null;

    [GeneratedRegex(@"^(?:public|internal|file)\s[\w\s]*?\b(?:class|record struct|record|struct|enum|interface)\s+(\w+)(<[^>]*>)?")]
    private static partial Regex TopLevelType();
}
