using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Says what a failure of the DuckDB file means and what to do; DuckDB tells failures apart only by their text.</summary>
internal static partial class EmbeddedFault
{
    private static readonly string[] Broken =
    [
        "not a valid DuckDB database", "Corrupt", "checksum", "Could not read enough bytes", "Serialization Error", "WAL",
        "database file with version number",
    ];

    private static readonly string[] NotAllowed = ["Permission denied", "Read-only file system", "Is a directory", "Not a directory"];

    public static bool IsHeld(DuckDBException e) => e.Message.Contains("Could not set lock", StringComparison.Ordinal);

    /// <summary>Null for a fault of ours, which is passed on as it is.</summary>
    public static Exception? Explain(DuckDBException e, string path) => e.Message switch
    {
        _ when IsHeld(e) => new TemporaryException($"{path} is held by another process{Holder(e)}; expected it free, try again when that one is done", e),
        var m when Has(m, Broken) => new DataUnfitException(
            $"{path} is not a readable DuckDB file. Move it and {path}.wal away: one run rebuilds all of it, except market_analysis_history, "
            + $"which only a backup brings back. Found: {FirstLine(m)}", e),
        var m when Has(m, NotAllowed) => new ConfigurationException($"{path} cannot be written. Found: {FirstLine(m)}", e),
        var m when m.Contains("Catalog Error: Table", StringComparison.Ordinal) => new InvalidOperationException(
            $"{path} lacks a table; expected {nameof(ITables.MigrateAsync)} to have run. Found: {FirstLine(m)}", e),
        var m when m.Contains("IO Error", StringComparison.Ordinal) => new TemporaryException($"{path} could not be read or written. Found: {FirstLine(m)}", e),
        _ => null,
    };

    private static bool Has(string message, string[] phrases) => phrases.Any(p => message.Contains(p, StringComparison.Ordinal));

    private static string Holder(DuckDBException e) => Pid().Match(e.Message) is { Success: true } m ? $" (PID {m.Groups[1].Value})" : "";

    private static string FirstLine(string message) => message.Split('\n')[0];

    [GeneratedRegex(@"PID (\d+)")]
    private static partial Regex Pid();
}
