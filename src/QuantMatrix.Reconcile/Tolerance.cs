using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>When two prices of a session are the same price: a source agrees with itself to the bit or nearly, two sources round and split each in its own way.</summary>
internal static class Tolerance
{
    private const double Itself = 1e-6, Another = 2e-3, Cent = 0.0101;

    public static bool SamePrice(double a, double b, bool sameSource) =>
        Math.Abs(a - b) <= (sameSource ? Itself * Math.Abs(b) : Math.Max(Another * Math.Abs(b), Cent)) || (double.IsNaN(a) && double.IsNaN(b));

    /// <summary>Whether both rows tell the same bar. Volumes are compared within a source only: each counts venues of its own.</summary>
    public static bool SameBar(Bars a, int i, Bars b, int j)
    {
        var same = a.Source[i] == b.Source[j];
        return SamePrice(a.Open[i], b.Open[j], same) && SamePrice(a.High[i], b.High[j], same) && SamePrice(a.Low[i], b.Low[j], same)
            && SamePrice(a.Close[i], b.Close[j], same) && (!same || a.Volume[i] == b.Volume[j]);
    }
}
