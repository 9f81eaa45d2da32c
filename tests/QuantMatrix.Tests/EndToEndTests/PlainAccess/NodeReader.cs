using System.Text.Json;

namespace QuantMatrix.Tests.EndToEndTests.PlainAccess;

/// <summary>A reader that is no .NET program: Node.js with <c>@duckdb/node-api</c>, installed from npm into a folder of its own.</summary>
internal sealed class NodeReader : IDisposable
{
    private const string Package = "@duckdb/node-api@1.5.6-r.1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TempFolder folder = new();

    /// <summary>Runs <c>views.sql</c> in each directory, then the queries.</summary>
    public async Task<IReadOnlyList<NodeAnswer>> ReadAsync(string views, params NodeTrial[] trials)
    {
        await File.WriteAllTextAsync(folder["package.json"], "{}");
        File.Copy(Path.Combine(Fixtures.Repository, "tests", "QuantMatrix.Tests", "EndToEndTests", "PlainAccess", "read.mjs"), folder["read.mjs"]);
        await RunAsync("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline", "--prefix", folder.Path, Package);
        await File.WriteAllTextAsync(folder["trials.json"], JsonSerializer.Serialize(trials, Json));
        return JsonSerializer.Deserialize<List<NodeAnswer>>(await RunAsync("node", folder["read.mjs"], views, folder["trials.json"]), Json)!;
    }

    public void Dispose() => folder.Dispose();

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
