using Npgsql;

namespace QuantMatrix.Tests.Servers;

/// <summary>A database of one test class on the shared server; gone with the class.</summary>
public sealed class PostgresDatabase : IDisposable
{
    private static int made;

    public PostgresDatabase()
    {
        Name = $"qm_{Environment.ProcessId}_{Interlocked.Increment(ref made)}";
        PostgresConnection.Execute(PostgresServer.Shared.To("postgres"), $"create database {Name}");
    }

    public string Name { get; }

    /// <summary>As the owner, without a pool: nothing stays open.</summary>
    public string Connection => PostgresServer.Shared.To(Name);

    public void Dispose() => PostgresConnection.Execute(PostgresServer.Shared.To("postgres"), $"drop database {Name} with (force)");
}
