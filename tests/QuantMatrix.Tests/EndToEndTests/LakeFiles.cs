using System.Text.Json.Nodes;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The files that the newest manifest of a data root lists.</summary>
internal static class LakeFiles
{
    public static IReadOnlyList<string> Live(string data, string table)
    {
        var (folder, manifest) = (Path.Combine(data, "lake", table), File.ReadAllText(Path.Combine(data, "lake", "manifest.json")));
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories)
            .Where(f => manifest.Contains(Path.GetFileName(f), StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The bars and what is computed of them, in the order of the manifest; a file is named by its content.</summary>
    public static IReadOnlyList<string> Computed(string data) =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(data, "lake", "manifest.json")))!["files"]!.AsArray()
            .Select(f => $"{f!["path"]}").Where(p => p.Split('/')[0] is "price_data" or "features" or "structure" or "market_breadth")];
}
