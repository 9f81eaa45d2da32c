using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>What another provider says of a price that jumps.</summary>
public sealed class CrossProviderCheck(SymbolSeries given, SymbolSeries other)
{
    /// <summary>Providers round and time closes differently, by less than this share of a step.</summary>
    private const double Agreement = 0.02;

    /// <summary>Whether the other provider's price jumps alike between the same two sessions.</summary>
    public bool Confirms(int day)
    {
        var (row, before) = (given.RowOf(day), given.RowBefore(day));
        if (row < 0 || before < 0 || other.Count == 0) return false;
        var (otherRow, otherBefore) = (other.RowOf(day), other.RowOf(given.Bars.Days[before]));
        return otherRow >= 0 && otherBefore >= 0 && Math.Abs(PlanStep(given.Bars, before, row) / PlanStep(other.Bars, otherBefore, otherRow) - 1) <= Agreement;
    }

    private static double PlanStep(Bars bars, int before, int row) => bars.Close[row] / bars.Close[before];
}
