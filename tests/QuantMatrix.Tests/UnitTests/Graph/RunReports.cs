using System.Text.Json;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Reads reports the way another program would.</summary>
internal static class RunReports
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static RunReport Read(string path) => JsonSerializer.Deserialize<RunReport>(File.ReadAllText(path), Options)!;
}
