using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Translates failures of the DuckDB file into errors with a remedy; DuckDB distinguishes failures only by message text.</summary>
internal static partial class EmbeddedFault
{
    private static readonly string[] Corrupt =
    [
        "not a valid DuckDB database", "Corrupt", "checksum", "Could not read enough bytes", "Serialization Error", "WAL",
        "database file with version number",
    ];

    private static readonly string[] NoAccess = ["Permission denied", "Read-only file system", "Is a directory", "Not a directory"];

    public static bool IsLocked(DuckDBException e) => e.Message.Contains("Could not set lock", StringComparison.Ordinal);

    /// <summary>Null for any other fault, which is rethrown unchanged.</summary>
    /// <param name="path">The file that was opened.</param>
    /// <param name="other">The file from which a run continues without it.</param>
    public static Exception? Explain(DuckDBException e, string path, string? other, bool isReadOnly) => e.Message switch
    {
        _ when IsLocked(e) => new TemporaryException($"{path} is locked by another process{Owner(e)}; try again when that process has finished", e),
        var m when Has(m, Corrupt) => new DataUnfitException(
            $"{path} is not a readable DuckDB file. Move it and {path}.wal away: {Remains(other)}. Found: {FirstLine(m)}", e),
        var m when Has(m, NoAccess) => new ConfigurationException($"{path} is not writable. Found: {FirstLine(m)}", e),
        var m when isReadOnly && m.Contains("Catalog Error: Table", StringComparison.Ordinal) =>
            new DataUnfitException($"{path}: nothing has been published. Found: {FirstLine(m)}", e),
        var m when m.Contains("Catalog Error: Table", StringComparison.Ordinal) => new InvalidOperationException(
            $"{path}: missing table; call {nameof(ITables.MigrateAsync)} first. Found: {FirstLine(m)}", e),
        var m when m.Contains("IO Error", StringComparison.Ordinal) || m.Contains("No space left", StringComparison.Ordinal) =>
            new TemporaryException($"{path}: read or write failed. Found: {FirstLine(m)}", e),
        _ => null,
    };

    private static string Remains(string? other) => File.Exists(other) ? $"the next run continues from {other}"
        : "one run rebuilds everything except market_analysis_history, which must be restored from a backup";

    private static bool Has(string message, string[] phrases) => phrases.Any(p => message.Contains(p, StringComparison.Ordinal));

    private static string Owner(DuckDBException e) => Pid().Match(e.Message) is { Success: true } m ? $" (PID {m.Groups[1].Value})" : "";

    private static string FirstLine(string message) => message.Split('\n')[0];

    [GeneratedRegex(@"PID (\d+)")]
    private static partial Regex Pid();
}
