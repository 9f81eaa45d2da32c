using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void A_secret_can_be_read_from_a_file()
    {
        File.WriteAllText(folder["redis"], "localhost:6379,password=geheim \nmore");
        Read(("QM_REDIS_FILE", folder["redis"])).Redis!.Reveal().ShouldBe("localhost:6379,password=geheim");
    }

    [Fact]
    public void A_secret_set_twice_or_in_an_unreadable_file_is_reported_and_not_shown()
    {
        File.WriteAllText(folder["empty"], "\n");
        var faults = Should.Throw<ConfigurationException>(() =>
            Read(("QM_POSTGRES", "Password=geheim"), ("QM_POSTGRES_FILE", folder["empty"]), ("QM_REDIS_FILE", folder["absent"]))).Message;
        faults.ShouldContain("QM_POSTGRES and QM_POSTGRES_FILE are both set");
        faults.ShouldContain("empty is empty; expected the value of QM_POSTGRES");
        faults.ShouldContain("QM_REDIS_FILE: ");
        faults.ShouldNotContain("geheim");
    }

    [Theory]
    [InlineData("localhost:6379", "localhost:6379 is down", "localhost:6379 is down")]
    [InlineData("localhost:6379,password=geheim,ssl=true", "localhost:6379 refuses geheim", "localhost:6379 refuses ***")]
    [InlineData("Host=db;Password = 'ge heim';Database=market", "db refuses ge heim of market", "db refuses *** of market")]
    public void The_password_of_a_connection_string_is_hidden_and_its_address_is_not(string connection, string message, string shown) =>
        Read(("QM_REDIS", connection)).Redact(message).ShouldBe(shown);

    [Fact]
    public void A_misspelled_file_variable_is_reported() =>
        Should.Throw<ConfigurationException>(() => Read(("QM_POSTGRE_FILE", "x"))).Message.ShouldContain("did you mean 'QM_POSTGRES_FILE'");

    [Theory]
    [InlineData("QM_PING_URL", "geheim")]
    [InlineData("QM_WEBHOOK_URL", "ftp://example.com/geheim")]
    public void An_address_with_a_token_that_is_none_is_reported_and_not_shown(string name, string value)
    {
        var fault = Should.Throw<ConfigurationException>(() => Read((name, value))).Message;
        fault.ShouldBe($"{name}: the value, not shown, is not an address; expected an http or https URL");
    }

    [Theory]
    [InlineData("user:geheim@proxy:8080")]
    [InlineData("http//user:geheim@proxy:8080")]
    [InlineData("ftp://example.com/?apikey=geheim")]
    public void A_mistyped_provider_address_with_credentials_is_not_shown(string value) =>
        Should.Throw<ConfigurationException>(() => Read(("QM_FMP_URL", value))).Message
            .ShouldBe("QM_FMP_URL: the value, not shown, is not an address; expected an http or https URL like http://localhost:8080");

    [Fact]
    public void A_telemetry_variable_that_may_hold_credentials_is_not_exported()
    {
        var settings = Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "user:geheim@collector:4317"), ("OTEL_SERVICE_NAME", "night"));
        settings.Exported.ShouldNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
        settings.SecretVariables.ShouldContain("OTEL_EXPORTER_OTLP_ENDPOINT");
        settings.Exported["OTEL_SERVICE_NAME"].ShouldBe("night");
    }

    [Theory]
    [InlineData("posting to https://hooks.example.com/services/T0A1/kjh34kjh5 failed", "posting to *** failed")]
    [InlineData("hooks.example.com: no route for /services/T0A1/kjh34kjh5", "hooks.example.com: no route for ***")]
    [InlineData("token kjh34kjh5 of the services is revoked", "token *** of the services is revoked")]
    public void The_token_of_an_address_is_hidden_and_its_host_is_not(string message, string shown) =>
        Read(("QM_WEBHOOK_URL", "https://hooks.example.com/services/T0A1/kjh34kjh5")).Redact(message).ShouldBe(shown);

    public void Dispose() => folder.Dispose();

    private static Settings Read(params (string Name, string Value)[] variables) =>
        new SettingsReader(variables.ToDictionary(v => v.Name, v => v.Value)).Read();
}
