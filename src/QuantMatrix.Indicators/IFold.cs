using System.Numerics;

namespace QuantMatrix.Indicators;

/// <summary>An associative way to fold a window of values into one.</summary>
internal interface IFold
{
    static abstract Vector<double> Combine(Vector<double> older, Vector<double> newer);

    /// <summary>From the folded window of <paramref name="count"/> values to the result.</summary>
    static abstract Vector<double> Finish(Vector<double> folded, Vector<double> count);
}
