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

    public void Dispose() => folder.Dispose();

    private static Settings Read(params (string Name, string Value)[] variables) =>
        new SettingsReader(variables.ToDictionary(v => v.Name, v => v.Value)).Read();
}
