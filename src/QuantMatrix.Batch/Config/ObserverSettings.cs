namespace QuantMatrix.Batch.Config;

/// <summary>Where runs are reported to outside the data root; each is off while its variable is not set.</summary>
public sealed record ObserverSettings
{
    /// <summary>The dead man's switch (<c>QM_PING_URL</c>), such as a check of healthchecks.io.</summary>
    public Secret? Ping { get; init; }

    /// <summary><c>QM_WEBHOOK_URL</c>.</summary>
    public Secret? Webhook { get; init; }

    /// <summary>The directory of node_exporter's textfile collector (<c>QM_TEXTFILE_DIR</c>).</summary>
    public string? TextfileDirectory { get; init; }

    /// <summary>Whether traces and metrics are exported: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public bool ExportsTelemetry { get; init; }
}
