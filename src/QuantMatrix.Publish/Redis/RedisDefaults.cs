using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace QuantMatrix.Publish.Redis;

/// <summary>What holds where the connection string says nothing: short waits, one try, one socket.</summary>
internal sealed class RedisDefaults : DefaultOptionsProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public override TimeSpan? ConnectTimeout => Patience;

    public override TimeSpan SyncTimeout => Patience;

    public override int ConnectRetry => 1;

    public override BacklogPolicy BacklogPolicy => BacklogPolicy.FailFast;

    /// <summary>Nobody listens here, so no second connection is made for messages.</summary>
    public override CommandMap CommandMap { get; } = CommandMap.Create(["SUBSCRIBE"], available: false);

    /// <summary>No question which of several servers is the primary one: replicas say so themselves.</summary>
    public override string TieBreaker => "";

    public override string ConfigurationChannel => "";
}
