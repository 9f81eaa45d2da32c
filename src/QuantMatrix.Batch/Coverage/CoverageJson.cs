using System.Text.Json.Serialization;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The JSON form of a snapshot; its writing is generated at build time, since reflection would cost every start.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CoverageSnapshot))]
internal sealed partial class CoverageJson : JsonSerializerContext;
