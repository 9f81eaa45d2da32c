using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Compares the session that is due now with the published one.</summary>
internal sealed class PublishedState(CommandContext context, JobFile file)
{
    private const string Query = "SELECT date, count(*) FROM market_analysis_cache GROUP BY date";

    /// <param name="last">The newest run of the night: what it says counts while the tables are out of reach.</param>
    /// <returns>The state, in words the sessions, and the next deadline when one is ahead.</returns>
    public async Task<(PublishedSession State, string Session, IReadOnlyList<string> Deadline)> ReadAsync(PastRun? last, CancellationToken ct)
    {
        var start = new RunStart("status", null, 1, context.Settings, context.Time) { IsReadOnly = true, File = file };
        using var run = await context.RunServices.OpenRunAsync(start, ct);
        var (due, now) = (DueOf(run), context.Time.GetUtcNow());
        var (published, note) = Published(last);
        var state = PublishedSession.Of(run.Calendar, file.Freshness, due, published);
        var since = run.Sources.IsLocal ? "" : $" since {RunState.Time(run.Deadline().Of(due))}";
        var next = run.Calendar.AtOrAfter(due.AddDays(1));
        IReadOnlyList<string> deadline = run.Sources.IsLocal || published >= next ? []
            : [$"{RunState.Time(run.Deadline().Of(next))}  session {next:yyyy-MM-dd}"];
        return (state, $"due {due:yyyy-MM-dd}{since}, published {(published is { } newest ? $"{newest:yyyy-MM-dd}" : "none")}{note}", deadline);
    }

    /// <summary>In a replay the newest session of the folder is due at once.</summary>
    private DateOnly DueOf(RunContext run) => run.Sources.IsLocal ? run.Calendar.AtOrBefore(run.AsOf) : run.Deadline().LastDue(context.Time.GetUtcNow());

    private (DateOnly? Session, string Note) Published(PastRun? last)
    {
        try
        {
            using var sql = context.RunServices.OpenSql(context.Settings);
            return (PublishedSession.NewestOf(sql.QueryInPlace(Query).ReadAll(row => (row.GetFieldValue<DateOnly>(0), row.GetInt64(1)))), "");
        }
        catch (UsageException)
        {
            return (null, ""); // nothing has been published
        }
        catch (TemporaryException e)
        {
            return (last is { IsGood: true } ? last.AsOf : null, $" according to the reports: {e.Message}");
        }
    }
}
