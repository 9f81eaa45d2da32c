using System.Data.Common;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Audits;

/// <summary>The outcome of one audit.</summary>
/// <param name="Rows">How many rows break the rule.</param>
/// <param name="Samples">The first of them, as text.</param>
internal sealed record AuditResult(AuditQuery Audit, long Rows, IReadOnlyList<string> Samples)
{
    public bool IsBlocking => Rows > 0 && Audit.Severity == AuditSeverity.Blocking;

    public bool IsWarning => Rows > 0 && Audit.Severity == AuditSeverity.Warning;

    /// <summary>One line for all: <c>10 audits: 9 ok, 1 failed (price_data_keys_are_unique 2 rows)</c>.</summary>
    public static string Summary(IReadOnlyCollection<AuditResult> results)
    {
        var parts = new[] { (What: "failed", Of: results.Where(r => r.IsBlocking)), (What: "with warnings", Of: results.Where(r => r.IsWarning)) }
            .Select(p => (p.What, Names: p.Of.Select(r => $"{r.Audit.Name} {Plural.Of(r.Rows, "row")}").ToList())).Where(p => p.Names.Count > 0)
            .Select(p => $", {p.Names.Count} {p.What} ({string.Join(", ", p.Names)})");
        return $"{Plural.Of(results.Count, "audit")}: {results.Count(r => r.Rows == 0)} ok{string.Concat(parts)}";
    }

    /// <summary>A row as text: <c>symbol AAPL, date 2018-02-07</c>.</summary>
    internal static string Text(DbDataReader row) =>
        string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(c => $"{row.GetName(c)} {Shown(row.GetValue(c))}"));

    private static string Shown(object value) => Cell.Readable("", value) is { Length: > 0 } text ? text : "null";
}
