using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Number, means and sums of squared deviations and products of pairs of values, to which pairs and other moments can be added.</summary>
/// <remarks>Values that do not change deviate by exactly 0. (Chan, Golub and LeVeque 1979.)</remarks>
internal struct PairMoments
{
    private Vector<double> count, meanS, meanB, ss, bb, sb;

    public readonly Vector<double> Count => count;

    public readonly Vector<double> SS => ss;

    public readonly Vector<double> BB => bb;

    public readonly Vector<double> SB => sb;

    /// <summary>Adds a pair; a lane in which <paramref name="b"/> is NaN has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector<double> s, Vector<double> b)
    {
        var isPair = Vector.Equals(b, b);
        count += Vector.ConditionalSelect(isPair, Vector<double>.One, default);
        var share = Vector<double>.One / Vector.Max(count, Vector<double>.One);
        Vector<double> ds = Vector.ConditionalSelect(isPair, s - meanS, default), db = Vector.ConditionalSelect(isPair, b - meanB, default);
        meanS += ds * share;
        meanB += db * share;
        var rest = Vector.ConditionalSelect(isPair, b - meanB, default);
        ss += ds * Vector.ConditionalSelect(isPair, s - meanS, default);
        bb += db * rest;
        sb += ds * rest;
    }

    /// <summary>Adds the pairs of <paramref name="newer"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in PairMoments newer)
    {
        var all = count + newer.count;
        var weight = count * newer.count / Vector.Max(all, Vector<double>.One);
        Vector<double> apartS = newer.meanS - meanS, apartB = newer.meanB - meanB;
        ss += newer.ss + apartS * apartS * weight;
        bb += newer.bb + apartB * apartB * weight;
        sb += newer.sb + apartS * apartB * weight;
        count = all;
    }
}
