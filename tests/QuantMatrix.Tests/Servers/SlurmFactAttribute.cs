using Xunit.Abstractions;
using Xunit.Sdk;

namespace QuantMatrix.Tests.Servers;

/// <summary>A fact that starts Slurm: skipped where its packages cannot be had, except in CI.</summary>
/// <remarks>They are downloaded when the fact runs, not when it is listed.</remarks>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("QuantMatrix.Tests.Servers.SlurmFactDiscoverer", "QuantMatrix.Tests")]
public sealed class SlurmFactAttribute : FactAttribute
{
    internal const string Missing = "no Slurm: Debian's packages slurmctld, slurmd, slurm-client and munge could not be downloaded; apt-get update, then again";
}

/// <summary>Creates the test case of a <see cref="SlurmFactAttribute"/>.</summary>
public sealed class SlurmFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new SlurmTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

/// <summary>Decides when it runs whether it is skipped.</summary>
public sealed class SlurmTestCase : XunitTestCase
{
    [Obsolete("Called by the deserializer only.")]
    public SlurmTestCase()
    {
    }

    public SlurmTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && SlurmCluster.Programs.Value is null) SkipReason = SlurmFactAttribute.Missing;
        return base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
    }
}
