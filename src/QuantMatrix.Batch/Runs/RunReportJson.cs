using System.Text.Json.Serialization;

namespace QuantMatrix.Batch.Runs;

/// <summary>The JSON form of a report; generated at build time, since reflection would cost every start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class RunReportJson : JsonSerializerContext;
