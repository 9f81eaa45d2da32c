using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>Keeps the report of a run from before anything is opened until the run ends, on every way out.</summary>
/// <param name="endedEarly">Receives the report of a run that ends before its jobs.</param>
internal sealed class RunRecord(RunLedger ledger, RunReport begun, Action<RunReport> endedEarly, Settings settings, TimeProvider time)
{
    /// <param name="work">Runs the jobs; receives the report as begun and returns it as ended.</param>
    /// <returns>The final report.</returns>
    public async Task<RunReport> RunAsync(Func<RunReport, Task<RunReport>> work)
    {
        await ledger.BeginAsync(begun);
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
            endedEarly(report);
            throw;
        }
    }
}
