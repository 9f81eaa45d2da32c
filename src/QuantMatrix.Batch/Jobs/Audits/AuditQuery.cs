using System.Data.Common;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Audits;

/// <summary>What an audit that returns rows means for the run.</summary>
internal enum AuditSeverity
{
    /// <summary>The run is partial.</summary>
    Warning,

    /// <summary>The run fails as unfit data.</summary>
    Blocking,
}

/// <summary>One file of <c>sql/audits</c>: a query that must return no rows.</summary>
/// <param name="Name">The file's name without <c>.sql</c>.</param>
/// <param name="Title">The file's first comment line: the rule that holds while no row is returned.</param>
/// <remarks>The line <c>-- severity: warning</c> or <c>-- severity: blocking</c> states the severity; without it an audit is blocking.</remarks>
internal sealed record AuditQuery(string Name, string File, string Title, AuditSeverity Severity, string Sql)
{
    private const string SeverityHeader = "severity:";
    private const int SampleRows = 3;

    /// <summary>Every audit of the project, by name.</summary>
    /// <exception cref="ConfigurationException">There is none, or a header is wrong; names every fault.</exception>
    public static IReadOnlyList<AuditQuery> ReadAll(string home)
    {
        var folder = Path.Combine(home, "sql", "audits");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.sql") : [];
        if (files.Length == 0) throw new ConfigurationException($"{folder} holds no audits; expected *.sql files in the directory QM_HOME names");
        var faults = new List<string>();
        AuditQuery[] audits = [.. files.Order(StringComparer.Ordinal).Select(file => Read(file, faults))];
        return faults.Count == 0 ? audits : throw new ConfigurationException(string.Join('\n', faults));
    }

    /// <summary>Runs audits one after the other.</summary>
    /// <inheritdoc cref="Run"/>
    public static List<AuditResult> RunAll(IEnumerable<AuditQuery> audits, ISqlConnection connection, CancellationToken ct) => [.. audits.Select(audit =>
    {
        ct.ThrowIfCancellationRequested();
        return audit.Run(connection);
    })];

    /// <summary>Runs the audit and keeps the first rows it returns.</summary>
    /// <exception cref="ConfigurationException">The engine rejects the SQL.</exception>
    /// <exception cref="TemporaryException">The server stopped while the query ran.</exception>
    public AuditResult Run(ISqlConnection connection)
    {
        try
        {
            using var reader = connection.QueryInPlace(Sql);
            var (rows, samples) = (0L, new List<string>());
            for (; reader.Read(); rows++)
                if (rows < SampleRows) samples.Add(AuditResult.Text(reader));
            return new(this, rows, samples);
        }
        catch (DbException e) when (e.IsTransient)
        {
            throw new TemporaryException($"audit {Name}: the server did not finish the query: {e.Message}", e);
        }
        catch (Exception e) when (e is UsageException or DbException)
        {
            throw e.Message.StartsWith("IO Error", StringComparison.Ordinal)
                ? new DataUnfitException($"audit {Name}: the data cannot be read: {e.Message}", e)
                : new ConfigurationException($"{File}: the audit cannot run: {e.Message}", e);
        }
    }

    private static AuditQuery Read(string file, List<string> faults)
    {
        var lines = System.IO.File.ReadAllLines(file);
        var header = lines.TakeWhile(l => l.StartsWith("--", StringComparison.Ordinal)).Select(l => l[2..].Trim()).ToList();
        var line = header.FindIndex(l => l.StartsWith(SeverityHeader, StringComparison.Ordinal));
        var severity = line < 0 ? AuditSeverity.Blocking : SeverityOf(header[line][SeverityHeader.Length..].Trim(), $"{file}:{line + 1}", faults);
        var title = header.FirstOrDefault(l => l.Length > 0 && !l.StartsWith(SeverityHeader, StringComparison.Ordinal));
        if (title is null) faults.Add($"{file}:1: no title; expected a comment line that states the rule, such as '-- Keys are unique.'");
        return new(Path.GetFileNameWithoutExtension(file), file, title ?? "", severity, string.Join('\n', lines));
    }

    private static AuditSeverity SeverityOf(string text, string place, List<string> faults)
    {
        var names = Enum.GetValues<AuditSeverity>().ToDictionary(s => SnakeCase.Of(s.ToString()));
        if (names.TryGetValue(text, out var severity)) return severity;
        faults.Add($"{place}: unknown severity '{text}'; expected {string.Join(" or ", names.Keys)}");
        return AuditSeverity.Blocking;
    }
}
