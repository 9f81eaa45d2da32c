using System.Collections.Concurrent;
using QuantMatrix.Batch.Config;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Screens;

/// <summary>What became of the symbols that entered a screen, computed from all stored bars.</summary>
internal sealed class ScreenHistory(ScreenMarket market, ScreenUniverse universe, ScreenCondition condition)
{
    public static readonly IReadOnlyList<int> Horizons = [5, 20, 60];

    /// <param name="from">The first day whose entries count; null for all.</param>
    /// <param name="ct">Cancels the computation.</param>
    public async Task<IReadOnlyList<HorizonReturns>> RunAsync(DateOnly? from, CancellationToken ct)
    {
        var returns = new ForwardReturns(await SignalsAsync(from is { } day ? Day.Of(day) : int.MinValue, ct));
        return [.. Horizons.AsParallel().AsOrdered().Select(returns.After)];
    }

    private async Task<IReadOnlyList<SymbolSignals>> SignalsAsync(int from, CancellationToken ct)
    {
        var catalogue = Catalogue.Standard.Only(condition.Columns);
        var warmUp = condition.WarmUp;
        using var conditions = new Opened(catalogue, condition);
        var signals = new List<SymbolSignals>();
        await foreach (var part in market.SelectAsync(condition.Columns, universe.Symbols, int.MaxValue, conditions.Open, Compute, ct)) signals.AddRange(part);
        return signals;

        List<SymbolSignals> Compute((Engine Engine, RowCondition Condition) worker, Bars bars)
        {
            using var rows = worker.Engine.Compute(bars, int.MaxValue);
            var holds = worker.Condition.EvaluateAsync(rows, ct).GetAwaiter().GetResult();
            return [.. Enumerable.Range(0, bars.Symbols.Count).Select(s => Signals(bars, s, holds, warmUp, from))];
        }
    }

    private SymbolSignals Signals(Bars bars, int symbol, bool?[] holds, int warmUp, int from)
    {
        var (name, rows) = (bars.Symbols[symbol], bars.RowsOf(symbol));
        var days = bars.Days[rows].ToArray();
        var member = Array.ConvertAll(days, day => universe.Contains(name, day));
        var entered = ScreenEntries.Of(holds.AsSpan(rows), warmUp);
        for (var t = 0; t < entered.Length; t++) entered[t] &= member[t] && days[t] >= from;
        return new(name, days, bars.Open[rows].ToArray(), bars.Close[rows].ToArray(), member, entered);
    }

    /// <summary>The conditions opened for the workers, closed together.</summary>
    private sealed class Opened(Catalogue catalogue, ScreenCondition condition) : IDisposable
    {
        private readonly ConcurrentBag<RowCondition> all = [];

        public (Engine Engine, RowCondition Condition) Open(Engine engine)
        {
            var opened = new RowCondition(catalogue.FeatureSchema, condition.Columns, condition.Sql);
            all.Add(opened);
            return (engine, opened);
        }

        public void Dispose()
        {
            foreach (var opened in all) opened.Dispose();
        }
    }
}
