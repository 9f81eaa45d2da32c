using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using QuantMatrix.Model;
using QuantMatrix.Publish.Redis;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Server failures are classified as temporary or as configuration errors.</summary>
[Trait("class", "servers")]
public sealed class RedisFaultTests : IDisposable
{
    private const string Password = "geheim";

    private readonly List<IDisposable> opened = [];

    [Theory]
    [InlineData("localhost:6379,passwrd=geheim")]
    [InlineData("localhost:6379,ssl=geheim")]
    [InlineData("password=geheim")]
    [InlineData("password=geheim,localhost:6379")]
    [InlineData("redis://user:geheim@localhost:6379")]
    [InlineData(" ")]
    public void An_invalid_connection_string_is_refused_and_not_shown(string text)
    {
        var message = Should.Throw<ConfigurationException>(() => new RedisTarget(text, "run")).Message;
        message.ShouldContain("expected the server first");
        message.ShouldNotContain(Password);
    }

    [Fact]
    public async Task A_wrong_or_missing_password_is_a_configuration_error()
    {
        var server = Server("--requirepass", Password);
        foreach (var options in new[] { ",password=geheimer", "", ",user=geheimer,password=geheim" })
            (await FaultAsync<ConfigurationException>(Target(server, options).ConnectAsync()))
                .ShouldMatch($"^Redis at {server.Address}: authentication failed.*(NOAUTH|WRONGPASS)");
        await Target(server, $",password={Password}").ConnectAsync();
    }

    [Theory]
    [InlineData("~* +@all -@write", "NOPERM")]
    [InlineData("~other:* +@all", "NOPERM")]
    public async Task A_user_without_write_permission_is_a_configuration_error(string rules, string code)
    {
        var server = Server();
        await CommandAsync(server, "ACL", ["SETUSER", "bob", "on", $">{Password}", .. rules.Split(' ')]);
        foreach (var write in Writes(Target(server, $",user=bob,password={Password}").Sets))
            (await FaultAsync<ConfigurationException>(write())).ShouldContain(code);
    }

    [Fact]
    public async Task A_missing_database_is_a_configuration_error()
    {
        foreach (var write in Writes(Target(Server(), ",defaultDatabase=99").Sets)) (await FaultAsync<ConfigurationException>(write())).ShouldContain("99");
    }

    [Fact]
    public async Task A_key_of_another_type_is_a_configuration_error()
    {
        var (server, sets) = Opened();
        await CommandAsync(server, "SET", "list", "a text");
        (await FaultAsync<ConfigurationException>(sets.PushAsync("list", "1", 2))).ShouldContain("WRONGTYPE");
    }

    [Fact]
    public async Task An_untrusted_certificate_is_a_configuration_error()
    {
        var folder = Keep(new TempFolder());
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder["cert.pem"], certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder["key.pem"], key.ExportPkcs8PrivateKeyPem());
        var port = string.Create(CultureInfo.InvariantCulture, $"{GuardedServer.FreePort()}");
        Server("--tls-port", port, "--tls-cert-file", folder["cert.pem"], "--tls-key-file", folder["key.pem"],
            "--tls-ca-cert-file", folder["cert.pem"], "--tls-auth-clients", "no");

        var target = Keep(new RedisTarget($"127.0.0.1:{port},{RedisServer.Patiently},ssl=true,password={Password}", "run"));
        (await FaultAsync<ConfigurationException>(target.ConnectAsync())).ShouldContain("UntrustedRoot");
    }

    [Fact]
    public async Task A_server_out_of_memory_is_temporary_and_the_old_set_stays()
    {
        var (server, sets) = Opened();
        await sets.ReplaceSetAsync("tracked:all", ["A"]);
        await CommandAsync(server, "CONFIG", "SET", "maxmemory", "1");
        foreach (var write in Writes(sets)) (await FaultAsync<TemporaryException>(write())).ShouldContain("OOM");
        (await sets.MembersAsync("tracked:all")).ShouldBe(["A"]);
    }

    [Fact]
    public async Task A_server_that_cannot_write_to_its_disk_is_temporary()
    {
        var server = Server("--save", "3600 1", "--enable-protected-configs", "yes");
        await CommandAsync(server, "SET", "any", "1");
        await CommandAsync(server, "CONFIG", "SET", "dir", "/proc");
        await CommandAsync(server, "BGSAVE");
        await Wait.UntilAsync(async () => (await CommandAsync(server, "INFO", "persistence")).Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal));
        foreach (var write in Writes(Target(server).Sets)) (await FaultAsync<TemporaryException>(write())).ShouldContain("MISCONF");
    }

    [Fact]
    public async Task A_replica_is_temporary()
    {
        var server = Server();
        await CommandAsync(server, "REPLICAOF", "127.0.0.1", "1");
        foreach (var write in Writes(Target(server).Sets)) await FaultAsync<TemporaryException>(write());
    }

    [Fact]
    public async Task A_server_that_is_down_is_temporary_and_used_again_as_soon_as_it_is_back()
    {
        var (server, sets) = Opened();
        await sets.ReplaceSetAsync("tracked:all", ["A"]);
        server.Kill();
        // The first call may still see the connection being closed.
        var unreachable = $"Redis at {Regex.Escape(server.Address)} cannot be reached. Found: (Connection refused|SocketClosed)";
        for (var i = 0; i < 2; i++) (await FaultAsync<TemporaryException>(sets.MembersAsync("tracked:all"))).ShouldMatch(unreachable);
        server.Restart();
        (await sets.MembersAsync("tracked:all")).ShouldBeEmpty();
        await sets.ReplaceSetAsync("tracked:all", ["B"]);
        (await sets.MembersAsync("tracked:all")).ShouldBe(["B"]);
    }

    [Fact]
    public async Task An_unresponsive_server_is_temporary_after_the_time_outs_of_the_connection_string()
    {
        var server = Server();
        var sets = Target(server, ",syncTimeout=2000").Sets;
        await sets.ReplaceSetAsync("tracked:all", ["A"]);
        server.Signal("STOP");
        (await FaultAsync<TemporaryException>(sets.ReplaceSetAsync("tracked:all", ["B"]))).ShouldContain("no answer");
        (await FaultAsync<TemporaryException>(Target(server, ",connectTimeout=200").Sets.MembersAsync("tracked:all"))).ShouldContain("no answer");
        server.Signal("CONT");
        (await sets.MembersAsync("tracked:all")).ShouldBe(["A"]);
        await sets.ReplaceSetAsync("tracked:all", ["C"]);
        (await sets.MembersAsync("tracked:all")).ShouldBe(["C"]);
    }

    [Fact]
    public async Task A_partial_set_expires_and_the_old_one_stays()
    {
        var (server, sets) = Opened();
        await sets.ReplaceSetAsync("tracked:all", ["A"]);
        await CommandAsync(server, "ACL", "SETUSER", "bob", "on", $">{Password}", "~*", "+@all", "-rename");
        await FaultAsync<ConfigurationException>(Target(server, $",user=bob,password={Password}").Sets.ReplaceSetAsync("tracked:all", ["B"]));

        await using var client = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var left = client.GetServers()[0].Keys(pattern: "build:run:*").ShouldHaveSingleItem();
        (await client.GetDatabase().KeyTimeToLiveAsync(left)).ShouldNotBeNull();
        (await sets.MembersAsync("tracked:all")).ShouldBe(["A"]);
    }

    public void Dispose() => opened.ForEach(o => o.Dispose());

    private static IEnumerable<Func<Task>> Writes(ISets sets) =>
    [
        () => sets.ReplaceSetAsync("tracked:all", ["B"]),
        () => sets.AddToSetAsync("tracked:new", ["B"], TimeSpan.FromHours(1)),
        () => sets.SetKeysAsync(new Dictionary<string, string> { ["taskstatus:any:last"] = "1" }),
        () => sets.PushAsync("coverage:health:history", "1", 48),
    ];

    /// <summary>The message, which must contain neither a password nor a stack trace.</summary>
    private static async Task<string> FaultAsync<T>(Task call)
        where T : Exception
    {
        var message = (await Should.ThrowAsync<T>(call)).Message;
        message.ShouldNotContain(Password);
        message.ShouldNotContain("\n");
        return message;
    }

    private static async Task<string> CommandAsync(RedisServer server, string command, params object[] arguments)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{server.Address},allowAdmin=true");
        return (await client.GetDatabase().ExecuteAsync(command, arguments)).ToString();
    }

    private RedisServer Server(params string[] options) => Keep(new RedisServer(options));

    private RedisTarget Target(RedisServer server, string options = "") => Keep(new RedisTarget(server.ConnectionString + options, "run"));

    private (RedisServer Server, ISets Sets) Opened()
    {
        var server = Server();
        return (server, Target(server).Sets);
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        opened.Insert(0, part);
        return part;
    }
}
