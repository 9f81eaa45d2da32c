using Npgsql;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>After any server failure the run fails as temporary, and the next run leaves the result of an undisturbed one.</summary>
[Trait("class", "servers")]
public sealed class PostgresFaultTests : IClassFixture<OwnPostgres>, IAsyncLifetime, IDisposable
{
    private readonly PostgresServer _server;
    private readonly PostgresTrial _trial, _undisturbed;

    public PostgresFaultTests(OwnPostgres own)
    {
        _server = own.Server;
        (_trial, _undisturbed) = (new PostgresTrial(_server.To("postgres")), new PostgresTrial(_server.To("postgres")));
    }

    public Task InitializeAsync() => TrialNight.PublishAsync(_undisturbed.Open(TrialNight.Catalogue).Tables, "run0");

    [Theory]
    [InlineData(500)]
    [InlineData(5_000)]
    [InlineData(50_000)]
    [InlineData(150_000)]
    [InlineData(300_000)]
    [InlineData(700_000)]
    public async Task A_connection_lost_during_a_run_is_repaired_by_the_next_run(int bytes)
    {
        using var wire = new Wire(_server.Port, bytes, w => w.Cut());
        await ShouldBeTemporaryAsync(wire.Port);
        await NextRunShouldCompleteAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(50_000)]
    [InlineData(300_000)]
    public async Task A_server_killed_during_a_run_is_repaired_by_the_next_run(int bytes)
    {
        using var wire = new Wire(_server.Port, bytes, _ => _server.Kill());
        await ShouldBeTemporaryAsync(wire.Port);
        _server.Start();
        await NextRunShouldCompleteAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(300_000)]
    public async Task A_server_shut_down_during_a_run_is_repaired_by_the_next_run(int bytes)
    {
        using var wire = new Wire(_server.Port, bytes, _ => _server.Signal("INT"));
        await ShouldBeTemporaryAsync(wire.Port);
        _server.Start();
        await NextRunShouldCompleteAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(300_000)]
    public async Task A_server_that_stops_responding_times_out(int bytes)
    {
        using (var wire = new Wire(_server.Port, Math.Max(1, bytes), w => w.Freeze())) await ShouldBeTemporaryAsync(wire.Port);
        await NextRunShouldCompleteAsync();
    }

    [Fact]
    public async Task A_stopped_server_times_out_before_anything_is_published()
    {
        _server.Signal("STOP");
        try
        {
            await ShouldBeTemporaryAsync(_server.Port);
        }
        finally
        {
            _server.Signal("CONT");
        }
        await NextRunShouldCompleteAsync();
    }

    [Fact]
    public async Task A_server_that_is_down_is_named_and_the_password_is_not()
    {
        _server.Kill();
        var message = await ShouldBeTemporaryAsync(_server.Port);
        message.ShouldContain($"Postgres at 127.0.0.1:{_server.Port}, database postgres");
        message.ShouldNotContain(PostgresServer.Password);
        _server.Start();
        await NextRunShouldCompleteAsync();
    }

    [Fact]
    public async Task What_was_published_survives_a_kill()
    {
        await TrialNight.PublishAsync(Open(_server.Port).Tables, "run1");
        _server.Kill();
        _server.Start();
        TrialNight.Content(_trial.Connection).ShouldBe(TrialNight.Content(_undisturbed.Connection));
    }

    [Fact]
    public async Task A_connection_terminated_by_the_operator_is_temporary()
    {
        using var wire = new Wire(_server.Port, 300_000, _ => PostgresSql.Execute(_server.To("postgres"),
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be terminated'"));
        await ShouldBeTemporaryAsync(wire.Port, s => s.ApplicationName = "to be terminated");
        await NextRunShouldCompleteAsync();
    }

    public void Dispose()
    {
        _trial.Dispose();
        _undisturbed.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private PostgresTarget Open(int port, Action<NpgsqlConnectionStringBuilder>? more = null) => _trial.Open(TrialNight.Catalogue, settings =>
    {
        (settings.Port, settings.Timeout, settings.CommandTimeout, settings.CancellationTimeout) = (port, 2, 2, 100);
        more?.Invoke(settings);
    });

    private async Task<string> ShouldBeTemporaryAsync(int port, Action<NpgsqlConnectionStringBuilder>? settings = null) =>
        (await Should.ThrowAsync<TemporaryException>(() => TrialNight.PublishAsync(Open(port, settings).Tables, "run1"))).Message;

    private async Task NextRunShouldCompleteAsync()
    {
        await TrialNight.PublishAsync(_trial.Open(TrialNight.Catalogue).Tables, "run2");
        TrialNight.Content(_trial.Connection).ShouldBe(TrialNight.Content(_undisturbed.Connection));
    }
}
