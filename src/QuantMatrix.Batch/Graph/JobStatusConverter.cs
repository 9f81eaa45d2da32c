using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantMatrix.Batch.Graph;

/// <summary>Statuses are lower-case words in reports.</summary>
internal sealed class JobStatusConverter() : JsonStringEnumConverter<JobStatus>(JsonNamingPolicy.SnakeCaseLower);
