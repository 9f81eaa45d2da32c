using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using QuantMatrix.Model;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Every setting of a connection string takes effect or fails with a named error, and the password is never shown.</summary>
[Trait("class", "servers")]
public sealed class PostgresSettingsTests(OwnPostgres own) : IClassFixture<OwnPostgres>, IDisposable
{
    private readonly PostgresTrial _trial = new(own.Server.To("postgres"));

    [Fact]
    public async Task A_wrong_password_is_a_configuration_error_and_not_shown() =>
        (await ShouldBeRefusedAsync(s => s.Password = "geheim")).ShouldContain("password authentication failed for user \"owner\"");

    [Fact]
    public async Task A_missing_password_is_a_configuration_error() => await ShouldBeRefusedAsync(s => s.Password = null);

    [Fact]
    public async Task A_missing_database_or_schema_is_named()
    {
        (await ShouldBeRefusedAsync(s => s.Database = "nowhere")).ShouldContain("\"nowhere\" does not exist");
        (await ShouldBeRefusedAsync(s => s.SearchPath = "nowhere")).ShouldContain("no schema");
    }

    [Theory]
    [InlineData("geheim")]
    [InlineData("Host=localhost;Password=ge;heim=geheim")]
    [InlineData("postgres://nightly:geheim@localhost/market")]
    [InlineData("Host=localhost;Port=geheim")]
    [InlineData("Username=nightly;Password=geheim")]
    public void An_invalid_connection_string_is_refused_and_not_shown(string text)
    {
        var message = Should.Throw<ConfigurationException>(() =>
            new PostgresTarget(text, PostgresTrial.Scripts, TrialCatalogue.Small.Columns, TimeProvider.System)).Message;
        message.ShouldContain("expected one like Host=localhost");
        message.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Tls_is_used_when_required_and_fails_without_a_matching_server_certificate()
    {
        (await ShouldBeRefusedAsync(s => s.SslMode = SslMode.Require)).ShouldContain("SSL");
        using var folder = new TempFolder();
        UseCertificate(folder["root.crt"]);
        await _trial.Open(settings: s => (s.SslMode, s.RootCertificate) = (SslMode.VerifyCA, folder["root.crt"])).Tables.MigrateAsync();
        _trial.Rows("select count(*) from market_analysis_cache").ShouldBe(["0"]);
        (await ShouldBeRefusedAsync(s => s.SslMode = SslMode.VerifyFull)).ShouldContain("TLS");
    }

    public void Dispose() => _trial.Dispose();

    private async Task<string> ShouldBeRefusedAsync(Action<NpgsqlConnectionStringBuilder> settings)
    {
        var message = (await Should.ThrowAsync<ConfigurationException>(() => _trial.Open(settings: settings).Tables.MigrateAsync())).Message;
        message.ShouldContain($"Postgres at 127.0.0.1:{own.Server.Port}");
        message.ShouldNotContain(PostgresServer.Password);
        message.ShouldNotContain("geheim");
        return message;
    }

    private void UseCertificate(string copy)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=tests", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(copy, certificate.ExportCertificatePem());
        own.Server.Give("server.crt", certificate.ExportCertificatePem());
        own.Server.Give("server.key", key.ExportPkcs8PrivateKeyPem());
        PostgresSql.Execute(own.Server.To("postgres"), "alter system set ssl = on");
        PostgresSql.Execute(own.Server.To("postgres"), "select pg_reload_conf()");
        Wait.UntilAsync(() => PostgresSql.Rows(own.Server.To("postgres"), "show ssl") is ["on"]).GetAwaiter().GetResult();
    }
}
