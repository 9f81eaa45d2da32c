using System.Text.Json;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A reader that is no .NET program: a script in Node.js, with packages from npm, installed into a folder of its own.</summary>
internal sealed class NodeReader : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TempFolder folder = new();
    private readonly string script;

    private NodeReader(string script) => this.script = script;

    /// <summary>Runs <c>views.sql</c> in DuckDB.</summary>
    public static Task<NodeReader> OfViewsAsync() => InstallAsync("PlainAccess/read.mjs", "@duckdb/node-api@1.5.6-r.1");

    /// <summary>Reads tables of Apache Iceberg.</summary>
    public static Task<NodeReader> OfIcebergAsync() => InstallAsync("PlainAccess/iceberg.mjs", "icebird@0.3.1");

    /// <summary>Validates manifests against the schemas of Kubernetes.</summary>
    public static Task<NodeReader> OfManifestsAsync() => InstallAsync("Deployment/validate.mjs", "kubernetes-models@5.1.0", "yaml@2.9.1");

    /// <summary>Runs <c>views.sql</c> in each directory, then the queries.</summary>
    public async Task<IReadOnlyList<NodeAnswer>> ReadAsync(string views, params NodeTrial[] trials)
    {
        await File.WriteAllTextAsync(folder["trials.json"], JsonSerializer.Serialize(trials, Json));
        return await ReadAsync<List<NodeAnswer>>(views, folder["trials.json"]);
    }

    /// <summary>Runs the script.</summary>
    public async Task<T> ReadAsync<T>(params string[] arguments) =>
        JsonSerializer.Deserialize<T>(await RunAsync("node", [folder[script], .. arguments]), Json)!;

    public void Dispose() => folder.Dispose();

    private static async Task<NodeReader> InstallAsync(string script, params string[] packages)
    {
        var node = new NodeReader(Path.GetFileName(script));
        var folder = node.folder;
        await File.WriteAllTextAsync(folder["package.json"], "{}");
        File.Copy(Path.Combine(Fixtures.Repository, "tests", "QuantMatrix.Tests", "EndToEndTests", script), folder[node.script]);
        await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline", "--prefix", folder.Path, .. packages]);
        return node;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var ended = await Ended.OfAsync(new(program, arguments));
        ended.Code.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{ended.Text}");
        return ended.Output;
    }
}

/// <param name="Directory">The current directory.</param>
/// <param name="Before">SQL before <c>views.sql</c>; empty for none.</param>
/// <param name="Queries">Of each, the first column is read.</param>
internal sealed record NodeTrial(string Directory, string Before, IReadOnlyList<string> Queries);

/// <param name="Rows">The rows of each query.</param>
/// <param name="Error">The message of the first error; empty for none.</param>
internal sealed record NodeAnswer(IReadOnlyList<IReadOnlyList<string>> Rows, string Error);
