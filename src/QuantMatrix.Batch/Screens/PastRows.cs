using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Screens;

/// <summary>Computes the newest row of each member of a past session, as the night of that session would have.</summary>
internal static class PastRows
{
    /// <returns>Batches of one schema: key, bar, benchmark and at least the columns.</returns>
    /// <exception cref="DataUnfitException">There is no member, or none has a bar.</exception>
    public static async Task<IReadOnlyList<RecordBatch>> ComputeAsync(
        ScreenMarket market, ScreenUniverse universe, IReadOnlyList<string> columns, CancellationToken ct)
    {
        List<string> symbols = [.. universe.Symbols.Where(s => universe.Contains(s, market.Day))];
        if (symbols.Count == 0) throw new DataUnfitException($"no symbol is listed as a member on {Day.Text(market.Day)}; "
            + "member lists by day: ./run.sh sql \"FROM index_members\"");
        var batches = new List<RecordBatch>();
        await foreach (var batch in market.SelectAsync(columns, symbols, 1, engine => engine, (engine, bars) => engine.Compute(bars, 1), ct))
            batches.Add(batch);
        return batches.Sum(b => b.Length) > 0 ? batches
            : throw new DataUnfitException($"price_data has no bar up to {Day.Text(market.Day)} for any of {Plural.Of(symbols.Count, "symbol")}");
    }
}
