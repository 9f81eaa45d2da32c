using Npgsql;

namespace QuantMatrix.Tests.Servers;

/// <summary>A database for one test class on the shared server, dropped with the class.</summary>
public sealed class PostgresTestDatabase : IDisposable
{
    private static int created;

    public PostgresTestDatabase()
    {
        Name = $"qm_{Environment.ProcessId}_{Interlocked.Increment(ref created)}";
        PostgresSql.Execute(PostgresServer.Shared.To("postgres"), $"create database {Name}");
    }

    public string Name { get; }

    /// <summary>Connection string of the owner, without pooling, so that no connection stays open.</summary>
    public string Connection => PostgresServer.Shared.To(Name);

    public void Dispose() => PostgresSql.Execute(PostgresServer.Shared.To("postgres"), $"drop database {Name} with (force)");
}
