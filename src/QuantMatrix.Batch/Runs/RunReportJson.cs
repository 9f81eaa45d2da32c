using System.Text.Json.Serialization;

namespace QuantMatrix.Batch.Runs;

/// <summary>The JSON form of a report; its writing is generated at build time, since reflection would cost every start.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class RunReportJson : JsonSerializerContext;
