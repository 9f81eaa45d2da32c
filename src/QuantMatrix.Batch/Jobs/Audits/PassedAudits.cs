using System.Text.RegularExpressions;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs.Audits;

/// <summary>Remembers in a small file that audits returned no row, so that a night with the same data does not repeat them.</summary>
/// <remarks>The file may be deleted at any time. Audits whose result depends on more than the data are always repeated.</remarks>
internal sealed partial class PassedAudits
{
    /// <summary>Tables that each run changes, or that jobs change which audits do not wait for.</summary>
    private static readonly string[] Changing = ["job_run", ScreenMember.Table.Name, ScreenSession.Table.Name, Alert.Table.Name];

    private readonly RunContext run;
    private readonly string text, sql;

    public PassedAudits(RunContext run, IReadOnlyList<AuditQuery> audits)
    {
        this.run = run;
        text = string.Join('\n', audits.Select(a => $"{a.Name}: {a.Sql}"));
        sql = PublishedSqlConnection.WithoutComments(text);
    }

    /// <summary>Whether the result depends on the time, on chance, or on what other jobs of the night may change meanwhile.</summary>
    public bool DependOnOtherJobs => !IsOfDataAlone(sql) || Changing.Any(name => PublishedSqlConnection.IsNamed(name, sql));

    private string Memo => Path.Combine(run.Settings.Data.Runs, $"{run.Job}.memo");

    /// <summary>Fingerprint of everything that the audits read; null when their result depends on more.</summary>
    public async Task<string?> InputsAsync(CancellationToken ct)
    {
        if (!IsOfDataAlone(sql)) return null;
        var stored = LakeTable.All(run.Lake.Features).Select(t => t.Name).Where(name => PublishedSqlConnection.IsNamed(name, sql));
        return InputFingerprints.Of(
            ("audits", text),
            ("lake", run.Lake.Current().ContentOf([.. stored, StoredAction.Table.Name])), // bars are read with their factors
            ("tables", await run.Tables.ContentAsync(PublishedSqlConnection.TablesIn(sql), ct)),
            ("code", InputFingerprints.CodeOf(typeof(PassedAudits), typeof(DataLake), typeof(ITables)))).Text;
    }

    public bool Hold(string? inputs) => inputs is not null && File.Exists(Memo) && File.ReadAllText(Memo) == inputs;

    public void Record(string? inputs)
    {
        if (inputs is not null) DraftFile.Write(Memo, System.Text.Encoding.UTF8.GetBytes(inputs));
    }

    internal static bool IsOfDataAlone(string sql) => !DependsOnMore().IsMatch(sql);

    /// <summary>Functions of the time or of chance, and the column of JSON that <see cref="ITables.ContentAsync"/> leaves out.</summary>
    [GeneratedRegex(
        @"\b(now|today|(get_)?current_\w+|\w*_timestamp|localtime\w*|random|setseed|\w*uuid\w*|nextval|counters|payload)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DependsOnMore();
}
