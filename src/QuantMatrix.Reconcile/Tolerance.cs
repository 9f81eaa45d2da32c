using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>The only definition of a change: when a fetched value counts as different from the stored one.</summary>
/// <remarks>
/// A provider's rounding is not a revision; for authoritative sources any difference is. A bar that differs is replaced whole, and each overwritten value
/// becomes a ledger row, however small the difference. Total-return closes are not compared, since they are computed.
/// </remarks>
internal static class Tolerance
{
    /// <summary>Relative difference below which prices are equal: of one provider, which may use single-precision floats, and of two.</summary>
    private const double SameProvider = 1e-6, OtherProvider = 2e-3;

    /// <summary>One cent plus rounding error.</summary>
    private const double Cent = 0.0101;

    /// <summary>A uniform factor further from 1 than this means another price basis; factors of one basis spread by at most twice this.</summary>
    private const double Basis = 5e-3;

    /// <summary>Largest relative distance between the factor of two bases and a split that explains it.</summary>
    private const double Split = 0.01;

    /// <summary>Largest relative distance between the daily gross returns of one instrument on two price bases.</summary>
    private const double DailyReturn = 3e-3;

    /// <summary>Largest relative distance between two providers' gross returns over the same sessions, given different rounding and closing times.</summary>
    private const double Return = 0.02;

    public static bool SameBar(in Bar stored, in Bar fetched, Precision precision) =>
        precision == Precision.Exact ? stored with { AdjClose = double.NaN } == fetched with { AdjClose = double.NaN }
        : SamePrice(stored.Open, fetched.Open, precision) && SamePrice(stored.High, fetched.High, precision)
        && SamePrice(stored.Low, fetched.Low, precision) && SamePrice(stored.Close, fetched.Close, precision)
        && (precision == Precision.OtherProvider || stored.Volume == fetched.Volume);

    /// <summary>For prices of providers; <see cref="Precision.Exact"/> compares whole bars.</summary>
    public static bool SamePrice(double stored, double fetched, Precision precision) =>
        Math.Abs(stored - fetched) <= (precision == Precision.SameProvider ? SameProvider * fetched : Math.Max(OtherProvider * fetched, Cent));

    /// <summary>Whether prices that differ by <paramref name="factor"/> are on one basis.</summary>
    public static bool SameBasis(double factor) => Math.Abs(factor - 1) <= Basis;

    /// <summary>Whether factors from <paramref name="least"/> to <paramref name="greatest"/> count as uniform.</summary>
    public static bool OneFactor(double least, double greatest) => greatest / least - 1 <= 2 * Basis;

    /// <summary>Whether prices were multiplied by <paramref name="factor"/> for a split of this ratio.</summary>
    public static bool IsSplit(double factor, double ratio) => Math.Abs(factor * ratio - 1) <= Split;

    /// <summary>Whether two statements of a split mean the same ratio.</summary>
    public static bool SameRatio(double one, double other) => Math.Abs(one / other - 1) <= Split;

    /// <summary>Whether two factors, on different nights, are one difference of price bases.</summary>
    public static bool SameFactor(double one, double other) => SameBasis(one / other);

    /// <summary>Whether two gross returns over the same sessions agree.</summary>
    public static bool SameReturn(double one, double other) => Math.Abs(one / other - 1) <= Return;

    /// <summary>Whether two daily gross returns can be those of one instrument, apart from corporate actions.</summary>
    public static bool SameDailyReturn(double one, double other) => Math.Abs(one / other - 1) <= DailyReturn;
}

/// <summary>How closely two bars of a session are compared.</summary>
internal enum Precision
{
    /// <summary>Any difference counts: for authoritative sources, and when a whole series is replaced.</summary>
    Exact,

    /// <summary>A provider's bar against an earlier one of its own: prices to 1e-6, volume exactly.</summary>
    SameProvider,

    /// <summary>Bars of two providers: prices to 0.2 % or one cent. Volumes are not compared, since each provider counts its own venues.</summary>
    OtherProvider,
}
