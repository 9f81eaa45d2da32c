using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>Keeps the report of a run from before anything is opened until the run ends, on every way out.</summary>
/// <param name="ended">Receives the final report, once.</param>
internal sealed class RunRecord(RunLedger ledger, RunReport begun, Func<RunReport, Task> ended, Settings settings, TimeProvider time)
{
    /// <param name="work">Runs the jobs; receives the report as begun and returns it as ended.</param>
    /// <returns>The final report.</returns>
    public async Task<RunReport> RunAsync(Func<RunReport, Task<RunReport>> work)
    {
        ledger.Begin(begun);
        var report = await EndAsync(work);
        await ended(report);
        return report;
    }

    private async Task<RunReport> EndAsync(Func<RunReport, Task<RunReport>> work)
    {
        try
        {
            return await work(begun);
        }
        catch (Exception e)
        {
            var (now, code) = (time.GetUtcNow(), e is OperationCanceledException ? ExitCode.Temporary : ExitCode.Of(e));
            var reason = e is OperationCanceledException ? "stopped by a signal" : settings.Redact(e.Message);
            var report = begun.EndedEarly(now, code, reason);
            await ledger.RunEndedAsync(report);
            await ended(report);
            throw;
        }
    }
}
