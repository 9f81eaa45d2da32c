using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>What the kernels are measured on: made-up symbols in batches, in memory.</summary>
internal static class Universe
{
    public const int Symbols = 500, Sessions = 1_260, Bars = Symbols * Sessions, SymbolsABatch = 8;

    public static IEnumerable<Bars> Batches(Workshop workshop, int symbolsABatch = SymbolsABatch, int sessions = Sessions)
    {
        var days = Market.Days(workshop.Calendar, sessions);
        return Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)).Chunk(symbolsABatch).Select(b => Market.Bars(b, days));
    }
}
