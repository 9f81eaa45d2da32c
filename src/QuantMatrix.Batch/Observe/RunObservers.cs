using Polly;
using Polly.Telemetry;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>The observers that the environment names. None of them fails a run, or delays its end by more than ten seconds.</summary>
internal sealed class RunObservers(IReadOnlyList<IRunObserver> observers, TextWriter warnings) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public IEnumerable<IRunSink> Sinks => observers;

    /// <summary>Receives the events of the providers' retries, circuit breakers and timeouts; null when they are neither logged nor exported.</summary>
    public TelemetryListener? Resilience { get; private init; }

    /// <param name="log">Null for text output.</param>
    public static RunObservers Of(Settings settings, NotifySettings notify, JsonLog? log, TextWriter warnings)
    {
        var to = settings.Observers;
        var observers = new List<IRunObserver>();
        if (to.ExportsTelemetry) observers.Add(TelemetryObserver.Start());
        if (to.TextfileDirectory is { } directory) observers.Add(new TextfileObserver(directory));
        if (to.Ping is { } ping) observers.Add(new PingObserver(new OutboundPost(ping, "QM_PING_URL", warnings)));
        if (to.Webhook is { } webhook) observers.Add(new WebhookObserver(new OutboundPost(webhook, "QM_WEBHOOK_URL", warnings), notify));
        return new(observers, warnings) { Resilience = log is null && !to.ExportsTelemetry ? null : Listener(log) };
    }

    public void Begin(RunReport run)
    {
        foreach (var observer in observers) observer.RunBegan(run);
    }

    /// <summary>Reports the end of the run to all observers at the same time.</summary>
    public async Task ConcludeAsync(RunOutcome outcome)
    {
        using var limit = new CancellationTokenSource(Limit);
        await Task.WhenAll(observers.Select(observer => ConcludeAsync(observer, outcome, limit.Token)));
    }

    public void Dispose()
    {
        foreach (var observer in observers.OfType<IDisposable>()) observer.Dispose();
    }

    private async Task ConcludeAsync(IRunObserver observer, RunOutcome outcome, CancellationToken ct)
    {
        try
        {
            await Task.Run(() => observer.RunConcludedAsync(outcome, ct), CancellationToken.None).WaitAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await warnings.WriteLineAsync($"{observer.Name}: not finished within {Limit.TotalSeconds:0} s; the run is not affected");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await warnings.WriteLineAsync($"{observer.Name}: {e.Message}; the run is not affected");
        }
    }

    private static TelemetryListener? Listener(JsonLog? log) =>
        new ResiliencePipelineBuilder().ConfigureTelemetry(log is null ? new TelemetryOptions() : new TelemetryOptions { LoggerFactory = log.Factory })
            .TelemetryListener;
}
