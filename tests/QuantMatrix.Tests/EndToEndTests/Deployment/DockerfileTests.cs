namespace QuantMatrix.Tests.EndToEndTests.Deployment;

public class DockerfileTests
{
    [Fact]
    public void The_Dockerfile_keeps_the_rules() => new Dockerfile(DeployFile.Read("Dockerfile")).Faults().ShouldBeEmpty();

    [Theory]
    [InlineData("USER 1654\n", "")]
    [InlineData("USER 1654", "USER root")]
    [InlineData("USER 1654\nENTRYPOINT", "ENTRYPOINT")]
    [InlineData("runtime:10.0", "runtime:latest")]
    [InlineData("runtime:10.0", "runtime")]
    [InlineData("dotnet/runtime:10.0", "dotnet/sdk:10.0")]
    [InlineData("--platform=$BUILDPLATFORM ", "")]
    [InlineData("arm64) rid=linux-arm64 ;; ", "")]
    [InlineData("-p:RestoreLockedMode=true ", "")]
    [InlineData("ENTRYPOINT [\"dotnet\", \"/app/bin/quantmatrix.dll\"]", "ENTRYPOINT dotnet /app/bin/quantmatrix.dll")]
    [InlineData("/app/bin/quantmatrix.dll", "/app/quantmatrix.dll")]
    [InlineData("WORKDIR /app", "WORKDIR app")]
    [InlineData("COPY sql sql", "ADD sql sql")]
    [InlineData("COPY sql sql", "")]
    [InlineData("COPY sql sql", "COPY sqls sql")]
    [InlineData("COPY jobs.yaml ./", "COPY jobs.yaml README.md ./")]
    [InlineData("ARG COMMIT=", "ARG FMP_API_KEY=")]
    [InlineData(" && chown 1654:1654 /data", "")]
    [InlineData("QM_DATA=/data ", "")]
    public void A_changed_Dockerfile_is_refused(string text, string instead)
    {
        DeployFile.Read("Dockerfile").ShouldContain(text);
        new Dockerfile(DeployFile.Read("Dockerfile").Replace(text, instead, StringComparison.Ordinal)).Faults().ShouldNotBeEmpty();
    }
}
