using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>The right to publish to a server, held by one run at a time and renewed in the background until the target is disposed.</summary>
public interface IRunLease
{
    /// <summary>The server for messages.</summary>
    string Server { get; }

    /// <summary>Takes the lease unless another run holds it. A holder without a sign of life, or of the same data root, has ended and loses it.</summary>
    /// <returns>The holder; null when the lease is taken. Every write is then refused as soon as another run holds it.</returns>
    Task<LeaseHolder?> TryTakeAsync(CancellationToken ct);

    /// <summary>The refusal of a run while another one holds the lease.</summary>
    TemporaryException Held(LeaseHolder holder) => LeaseFault.Held(Server, holder);
}

/// <summary>A run that publishes.</summary>
/// <param name="Root">Identifies its data root. A run holds the lock of its root, so an earlier run of the same root has ended.</param>
public sealed record LeaseHolder(string RunId, string Host, int Pid, string Root, DateTimeOffset Since)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{RunId}, pid {Pid} on {Host}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}

/// <summary>When a lease is renewed, and the age at which one that was not renewed can be taken over.</summary>
public sealed record LeaseTimes(TimeSpan Renewal, TimeSpan Expiry)
{
    public static LeaseTimes Standard { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
}

/// <summary>Messages about a lease.</summary>
internal static class LeaseFault
{
    public static TemporaryException Held(string server, LeaseHolder holder) =>
        new($"{server}: another run ({holder}) publishes there; retry when it has finished, or wait for it with --wait 30m");

    /// <param name="holder">Null when the other run has ended.</param>
    public static TemporaryException Lost(string server, LeaseHolder? holder) =>
        new($"{server}: this run was stopped for too long and another run ({holder?.ToString() ?? "ended since"}) took over its lease; "
            + "nothing more was published. Run it again");
}
