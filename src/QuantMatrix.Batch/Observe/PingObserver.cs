using System.Globalization;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>
/// The dead man's switch: posts to <c>/start</c> when a run begins and to <c>/&lt;exit code&gt;</c> with the summary when it has ended,
/// so that the service at the address can report a run that did not come.
/// </summary>
internal sealed class PingObserver(OutboundPost post) : IRunObserver, IDisposable
{
    private const int MaxBody = 10_000;

    private Task started = Task.CompletedTask;

    public string Name => post.Variable;

    public void RunBegan(RunReport run) => started = Task.Run(async () =>
    {
        using var limit = new CancellationTokenSource(OutboundPost.Limit);
        await post.SendAsync(Below("start"), $"{run.Target} {run.RunId}", "text/plain", limit.Token);
    });

    /// <summary>The start arrives first, so that the service sees the two in order.</summary>
    public async Task RunConcludedAsync(RunOutcome outcome, CancellationToken ct)
    {
        await started.WaitAsync(ct);
        var code = outcome.Report.ExitCode!.Value.ToString(CultureInfo.InvariantCulture);
        await post.SendAsync(Below(code), ShortText.OfBytes(outcome.Text, MaxBody), "text/plain", ct);
    }

    public void Dispose() => post.Dispose();

    /// <summary>The address with a segment appended to its path; a query stays.</summary>
    private Uri Below(string segment) => new UriBuilder(post.Address) { Path = $"{post.Address.AbsolutePath.TrimEnd('/')}/{segment}" }.Uri;
}
