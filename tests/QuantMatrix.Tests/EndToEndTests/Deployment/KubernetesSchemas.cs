using System.Text.Json;

namespace QuantMatrix.Tests.EndToEndTests.Deployment;

/// <summary>Validates manifests against the schemas of Kubernetes, with the npm package <c>kubernetes-models</c>.</summary>
internal static class KubernetesSchemas
{
    /// <returns>What is wrong with each text; null where nothing is.</returns>
    public static async Task<IReadOnlyList<string?>> FaultsAsync(params IEnumerable<string> texts)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["manifests.json"], JsonSerializer.Serialize(texts));
        using var node = await NodeReader.OfManifestsAsync();
        return await node.ReadAsync<List<string?>>(folder["manifests.json"]);
    }
}
