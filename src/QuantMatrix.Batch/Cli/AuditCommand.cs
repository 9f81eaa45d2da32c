using CommandLine;
using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Audits;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs every audit over the lake and the published tables and shows the first rows that break a rule.</summary>
[Verb("audit", HelpText = "Run every query of sql/audits; each must return no rows.")]
public sealed record AuditCommand : TableCommand
{
    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var audits = AuditQuery.ReadAll(context.Settings.Home);
        using var connection = context.RunServices.OpenSql(context.Settings);
        CheckPublished(connection);
        var results = AuditQuery.RunAll(audits, connection, ct);
        if (IsTable) Print(context, new ResultTable(Frame(results)));
        else Write(context.Output, results);
        return Task.FromResult(results.Exists(r => r.IsBlocking) ? ExitCode.DataUnfit : ExitCode.Ok);
    }

    private static void CheckPublished(ISqlConnection connection)
    {
        try
        {
            connection.QueryInPlace("SELECT 1 FROM job_run WHERE 1 = 0").Dispose();
        }
        catch (UsageException e)
        {
            throw new DataUnfitException($"nothing to audit before the first run: {e.Message}", e);
        }
    }

    private static DataFrame Frame(List<AuditResult> results) => new(
        new StringDataFrameColumn("audit", results.Select(r => r.Audit.Name)), new StringDataFrameColumn("result", results.Select(Outcome)),
        new Int64DataFrameColumn("rows", results.Select(r => (long)r.Rows)), new StringDataFrameColumn("rule", results.Select(r => r.Audit.Title)),
        new StringDataFrameColumn("sample", results.Select(r => r.Samples.Count == 0 ? null : r.Samples[0])));

    private static string Outcome(AuditResult result) => result.Rows == 0 ? "ok" : result.IsBlocking ? "blocking" : "warning";

    private static void Write(TextWriter output, List<AuditResult> results)
    {
        string[] Row(AuditResult result) => result.Rows == 0
            ? [result.Audit.Name, Outcome(result)] : [result.Audit.Name, Plural.Of(result.Rows, "row"), Outcome(result), result.Audit.Title];
        foreach (var (result, line) in results.Zip(TextTable.AlignedLines([.. results.Select(Row)])))
        {
            output.WriteLine(line);
            foreach (var sample in result.Samples) output.WriteLine($"    {sample}");
        }
        output.WriteLine(AuditResult.Summary(results));
    }
}
