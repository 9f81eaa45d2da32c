namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Output formats of a table.</summary>
public enum TableFormat
{
    /// <summary>Text with borders, for reading.</summary>
    Table,

    /// <summary>One column per line, for reading wide rows.</summary>
    Line,

    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>One array of objects.</summary>
    Json,

    /// <summary>Markdown.</summary>
    Md,

    /// <summary>A workbook with one sheet; only to a file.</summary>
    Xlsx,

    /// <summary>Apache Parquet; only to a file.</summary>
    Parquet,
}
