using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The files of a data root as bytes.</summary>
internal static class LakeFolder
{
    public static long Version(string manifest) => (long)JsonNode.Parse(File.ReadAllText(manifest))!["version"]!;

    /// <summary>Each file below a folder with the hash of its bytes.</summary>
    public static Dictionary<string, string> Bytes(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
}
