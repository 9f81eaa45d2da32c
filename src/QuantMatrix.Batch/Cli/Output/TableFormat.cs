namespace QuantMatrix.Batch.Cli.Output;

/// <summary>How rows are printed.</summary>
public enum TableFormat
{
    /// <summary>For eyes.</summary>
    Table,

    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>One array of objects.</summary>
    Json,

    /// <summary>Markdown.</summary>
    Md,
}
