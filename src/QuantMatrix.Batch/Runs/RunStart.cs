using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Runs;

/// <summary>What is known when a run begins.</summary>
/// <param name="AsOf">The session the run shall work for; null for the newest the source has.</param>
/// <param name="Workers">How many things may run at the same time.</param>
public sealed record RunStart(string RunId, DateOnly? AsOf, int Workers, Settings Settings, TimeProvider Time)
{
    /// <summary>Whether any of its jobs asks for bars or members.</summary>
    public bool NeedsBars { get; init; } = true;

    public MarketSettings Market { get; init; } = new();

    /// <summary>Who is asked for data, and how.</summary>
    public ProviderSettings Providers { get; init; } = new();

    /// <summary>What is done about data that looks wrong.</summary>
    public CheckSettings Checks { get; init; } = new();
}
