namespace QuantMatrix.Tests.Servers;

/// <summary>A server of one test class, which may stop and kill it.</summary>
public sealed class OwnPostgres : IDisposable
{
    internal PostgresServer Server { get; } = new();

    public void Dispose() => Server.Dispose();
}
