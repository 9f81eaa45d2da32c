using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Decides what fetched bars change in the lake. Pure and idempotent: once its changes are applied, the same bars change nothing.</summary>
/// <remarks>
/// <para>Every fetched bar is inserted, replaces the stored one, equals it, is held, or is refused with its symbol. A series never mixes price bases.</para>
/// <para>A symbol takes at most four passes: the sessions due; if they do not fit, those of the provider of the stored bars; then the whole series with its
/// splits and dividends; if that does not fit either, the same series with the bars of a second provider.</para>
/// </remarks>
public static class Reconciler
{
    /// <param name="stored">All stored bars of the fetched symbols from shortly before the oldest requested session; older ones are allowed.</param>
    /// <param name="recorded">What the lake holds beside the bars, also of other symbols.</param>
    /// <exception cref="DataUnfitException">Synthetic and real bars would be mixed in one series.</exception>
    public static Changes Plan(Bars stored, FetchedBars fetched, Recorded recorded, ReconcileRules rules)
    {
        var changes = new ChangesBuilder(fetched.Bars, rules.IsExact);
        var reported = fetched.Actions.ToLookup(a => a.Symbol);
        foreach (var symbol in fetched.Bars.Symbols)
        {
            var pair = new SeriesPair(new(stored, symbol), new(fetched.Bars, symbol));
            RequireOneKind(pair);
            var known = new KnownActions(recorded.ActionsOf(symbol), reported[symbol], pair.FetchedSource);
            new SymbolPlan(pair, known, new(fetched, recorded.Conflicts, rules)).AddTo(changes);
        }
        return changes.Build();
    }

    /// <summary>Another instrument takes over the ticker: its bars replace the stored series, whose every value goes to the ledger.</summary>
    public static Changes Succeed(Bars stored, Bars bars)
    {
        var changes = new ChangesBuilder(bars, exact: true);
        foreach (var symbol in bars.Symbols) changes.Succeed(new(new(stored, symbol), new(bars, symbol)));
        return changes.Build();
    }

    private static void RequireOneKind(SeriesPair pair)
    {
        var sources = pair.Fetched.Bars.Source[pair.Fetched.Start..pair.Fetched.End];
        var synthetic = (pair.Stored.IsEmpty ? sources[0] : pair.Stored.Bars.Source[pair.Stored.Start]) == Bars.Synthetic;
        foreach (var source in sources)
            if (source == Bars.Synthetic != synthetic)
                throw new DataUnfitException($"price_data: bars of {pair.Symbol} are {(synthetic ? "synthetic" : "real")}, a bar from '{source}' is not; "
                    + "expected one kind in a series. Nothing was changed; use another data root (QM_DATA) for the other kind");
    }
}
