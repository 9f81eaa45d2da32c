using Apache.Arrow;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>One kind of work for an engine: which columns, and how many of the newest rows are kept.</summary>
/// <param name="Name">In the samples and as an argument of a measuring process.</param>
/// <param name="Text">In the report.</param>
internal sealed record EngineLoad(string Name, string Text, Catalogue Catalogue, int Keep)
{
    private static readonly Catalogue ThirtyFour = PartialCatalogue.Of(Catalogue.Standard, Bench.ThirtyFour.Names);

    public static readonly EngineLoad Kept34 = new("34 kept", "34 series, every row kept", ThirtyFour, int.MaxValue);
    public static readonly EngineLoad Latest34 = new("34 latest", "34 series, newest row only", ThirtyFour, 1);
    public static readonly EngineLoad AllLatest = new("all latest", "every column, newest row only", Catalogue.Standard, 1);
    public static readonly EngineLoad AllKept = new("all kept", "every column, every row kept", Catalogue.Standard, int.MaxValue);
    public static readonly IReadOnlyList<EngineLoad> All = [Kept34, Latest34, AllLatest, AllKept];

    /// <summary>An engine for this load and histories of so many sessions.</summary>
    public Engine NewEngine(Workshop workshop, int sessions) => new(Catalogue, Market.MarketContext(workshop.Calendar, Market.Days(workshop.Calendar, sessions)));

    /// <summary>An engine at work: each call computes one batch of the universe, whose owner gives it back.</summary>
    public Func<Bars, RecordBatch> Start(Workshop workshop)
    {
        var engine = NewEngine(workshop, Universe.Sessions);
        return bars => engine.Compute(bars, Keep);
    }
}
