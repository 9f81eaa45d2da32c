using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Export by OTLP, by the program as a process because the SDK reads the environment of its process.</summary>
[Trait("class", "slow")]
public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ProviderServer collector = new(_ => ProviderReply.Of(""));

    public TelemetryTests() => Market.Write(folder["replay"], symbols: 3, sessions: 300);

    [Fact]
    public async Task A_run_exports_a_span_per_job_and_its_counters()
    {
        var run = await RunAsync($"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        run.ShouldBe(0);
        var traces = string.Concat(collector.Calls.Where(c => c.Path == "/v1/traces").Select(c => c.Body));
        foreach (var name in new[] { $"run {Trial.Chain}", "job backfill_last_bars", "job audit", "quantmatrix.run_id", "quantmatrix.exit_code" })
            traces.ShouldContain(name);
        var metrics = string.Concat(collector.Calls.Where(c => c.Path == "/v1/metrics").Select(c => c.Body));
        foreach (var name in new[] { "quantmatrix.runs", "quantmatrix.run.duration", "quantmatrix.job.duration", "bars_inserted" }) metrics.ShouldContain(name);
    }

    [Fact]
    public async Task A_collector_that_is_down_or_silent_does_not_fail_the_run()
    {
        using var silent = new ProviderServer(_ => ProviderReply.Of(Accident.Stall));
        collector.Die();
        foreach (var url in new[] { collector.Url, silent.Url })
            (await RunAsync($"OTEL_EXPORTER_OTLP_ENDPOINT={url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf")).ShouldBe(0);
    }

    /// <summary>The libraries that the running process has mapped.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_libraries_are_loaded_only_when_an_endpoint_is_set(bool isSet)
    {
        string[] variables = isSet ? [$"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}"] : [];
        using var program = await Executable.PausedAsync(folder["data"], folder["replay"], "lake.before_file", variables);
        var maps = await File.ReadAllTextAsync($"/proc/{program.Id}/maps");
        await program.SignalAsync("CONT");
        maps.ShouldContain("quantmatrix.dll");
        foreach (var library in new[] { "OpenTelemetry.dll", "Polly.Extensions.dll" })
            maps.Contains(library, StringComparison.Ordinal).ShouldBe(isSet, library);
        (await program.EndedAsync()).ShouldBe(0);
    }

    public void Dispose()
    {
        collector.Dispose();
        folder.Dispose();
    }

    private async Task<Ended> RunAsync(params string[] variables)
    {
        using var program = Executable.Start(folder["data"], folder["replay"], switches: variables);
        return await program.EndedAsync();
    }
}
