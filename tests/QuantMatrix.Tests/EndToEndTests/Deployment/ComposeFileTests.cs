namespace QuantMatrix.Tests.EndToEndTests.Deployment;

public class ComposeFileTests
{
    [Fact]
    public void The_compose_file_keeps_the_rules() => ComposeFile.Faults(DeployFile.Read("compose.yaml")).ShouldBeEmpty();

    [Theory]
    [InlineData("healthcheck:", "healthchek:")]
    [InlineData("read_only: true", "read_only: true\n    read_only: true")]
    [InlineData("read_only: true", "read_only: yes please")]
    [InlineData("read_only: true\n", "")]
    [InlineData("tmpfs: [/tmp]", "tmpfs: [/var/tmp]")]
    [InlineData("user: \"1654:1654\"", "user: \"0:0\"")]
    [InlineData("cap_drop: [ALL]", "cap_drop: []")]
    [InlineData("no-new-privileges:true", "no-new-privileges:false")]
    [InlineData("image: postgres:17", "image: postgres")]
    [InlineData("image: redis:7", "image: redis:latest")]
    [InlineData("profiles: [batch]", "profiles: []")]
    [InlineData("condition: service_healthy", "condition: service_started")]
    [InlineData("redis: {condition: service_healthy}", "rediss: {condition: service_healthy}")]
    [InlineData("test: [CMD, redis-cli, ping]", "test: [NONE]")]
    [InlineData("\"data:/data\"", "\"dta:/data\"")]
    [InlineData("\"data:/data\"", "\"data:/srv\"")]
    [InlineData("secrets: [qm_postgres]", "secrets: []")]
    [InlineData("  qm_postgres:\n", "  postgres:\n")]
    [InlineData("QM_POSTGRES_FILE: /run/secrets/qm_postgres", "QM_POSTGRES: Host=postgres;Password=x")]
    [InlineData("POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password", "POSTGRES_PASSWORD: x")]
    [InlineData("internal: true", "internal: false")]
    [InlineData("networks: [backend, outside]", "networks: [backend]")]
    [InlineData("networks: [backend, outside]", "networks: [backend, internet]")]
    [InlineData("dockerfile: deploy/Dockerfile", "dockerfile: Dockerfile")]
    public void A_changed_compose_file_is_refused(string text, string instead)
    {
        DeployFile.Read("compose.yaml").ShouldContain(text);
        ComposeFile.Faults(DeployFile.Read("compose.yaml").Replace(text, instead, StringComparison.Ordinal)).ShouldNotBeEmpty();
    }
}
