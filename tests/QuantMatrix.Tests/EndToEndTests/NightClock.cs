namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Tells a time of the test's choice, from which it goes on as time does.</summary>
internal sealed class NightClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Set(DateTimeOffset now) => ahead = now - base.GetUtcNow();
}
