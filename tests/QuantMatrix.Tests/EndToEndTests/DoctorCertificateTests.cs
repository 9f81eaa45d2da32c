using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>doctor</c> and the certificates of servers with TLS: how many days they last.</summary>
[Trait("class", "servers")]
public sealed class DoctorCertificateTests(OwnPostgres own) : IClassFixture<OwnPostgres>, IDisposable
{
    private readonly Trial trial = new();

    [Theory]
    [InlineData(100, SslMode.Require, ExitCode.Ok, "ok    postgres TLS", "in 99 days")]
    [InlineData(10, SslMode.VerifyCA, ExitCode.Ok, "warn  postgres TLS", "in 9 days; expected at least 21")]
    [InlineData(-1, SslMode.Require, ExitCode.Ok, "warn  postgres TLS", "this connection string does not verify it")]
    [InlineData(-1, SslMode.VerifyCA, ExitCode.Configuration, "fail  postgres TLS", "connections are refused")]
    [InlineData(10, SslMode.Disable, ExitCode.Ok, "ok    postgres ", "role owner")]
    public async Task The_certificate_of_a_Postgres_is_read_whatever_it_is_worth(int days, SslMode mode, int code, string level, string text)
    {
        var root = Path.Combine(trial.Folder, "root.crt");
        Directory.CreateDirectory(trial.Folder);
        var (certificate, key) = Certificate(days);
        await File.WriteAllTextAsync(root, certificate);
        own.Server.Give("server.crt", certificate);
        own.Server.Give("server.key", key);
        PostgresSql.Execute(Plain, "alter system set ssl = on");
        PostgresSql.Execute(Plain, "select pg_reload_conf()");
        await Wait.UntilAsync(() => Presents(certificate));
        trial.Variables["QM_POSTGRES"] = new NpgsqlConnectionStringBuilder(Plain)
        {
            SslMode = mode, RootCertificate = mode == SslMode.VerifyCA ? root : null,
        }.ConnectionString;
        var doctor = await trial.CallAsync("doctor");
        doctor.ShouldBe(code, level, text);
        if (mode == SslMode.Disable) doctor.Text.ShouldNotContain("TLS");
        if (code != ExitCode.Ok) doctor.ShouldBe(code, "TLS failed", "openssl x509 -enddate");
    }

    [Theory]
    [InlineData(10, "warn  redis TLS", "in 9 days; expected at least 21")]
    [InlineData(-1, "fail  redis TLS", "connections are refused")]
    public async Task So_is_that_of_a_Redis(int days, string level, string text)
    {
        var (certificate, key) = Certificate(days);
        var (certificateFile, keyFile) = (Path.Combine(trial.Folder, "redis.crt"), Path.Combine(trial.Folder, "redis.key"));
        await File.WriteAllTextAsync(certificateFile, certificate);
        await File.WriteAllTextAsync(keyFile, key);
        var port = GuardedServer.FreePort();
        using var server = new RedisServer("--tls-port", $"{port}", "--tls-cert-file", certificateFile, "--tls-key-file", keyFile,
            "--tls-ca-cert-file", certificateFile, "--tls-auth-clients", "no");
        trial.Variables["QM_REDIS"] = $"127.0.0.1:{port},ssl=true,{RedisServer.Patiently}";
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, level, text, "Redis at 127.0.0.1"); // self-signed: this machine does not trust it
    }

    public void Dispose() => trial.Dispose();

    private string Plain => new NpgsqlConnectionStringBuilder(own.Server.To("postgres")) { SslMode = SslMode.Disable }.ConnectionString;

    /// <summary>A reload takes effect for connections some time later.</summary>
    private bool Presents(string pem)
    {
        using var expected = X509Certificate2.CreateFromPem(pem);
        var settings = new NpgsqlConnectionStringBuilder(Plain) { SslMode = SslMode.Require };
        using var target = new PostgresTarget(settings.ConnectionString, "", [], TimeProvider.System);
        return target.CertificateAsync(CancellationToken.None).GetAwaiter().GetResult()?.NotAfter == expected.NotAfter.ToUniversalTime();
    }

    private static (string Certificate, string Key) Certificate(int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=tests", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(days));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
