using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>How a fetched series relates to the stored one, with the reason for an operator.</summary>
/// <param name="Day">The session in question, days since 1970-01-01; the first one when the whole series is.</param>
internal sealed record Finding(FindingKind Kind, string Reason = "", int Day = 0)
{
    public static readonly Finding Fits = new(FindingKind.Fits);

    /// <summary>Multiplies a stored price before <see cref="Before"/> into the new basis.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The first day whose stored prices are on the new basis already, days since 1970-01-01.</summary>
    public int Before { get; init; } = int.MaxValue;

    /// <summary>New over old price on a day.</summary>
    public double FactorOn(int day) => day < Before ? Factor : 1;

    /// <summary>The splits that explain <see cref="Factor"/>.</summary>
    public IReadOnlyList<CorporateAction> Splits { get; init; } = [];

    /// <summary>Whether the provider itself says so: fetching more would not help.</summary>
    public bool IsStated { get; init; }

    /// <summary>Whether held bars include those that equal the stored ones, since they replace the series together.</summary>
    public bool HoldsEqual { get; init; }

    /// <summary>A conflict for another night to confirm.</summary>
    public BasisConflict? Conflict { get; init; }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Text(CorporateAction split) => Text($"{split.Value:0.####}:1 of {split.ExDate:yyyy-MM-dd}");
}

internal enum FindingKind
{
    /// <summary>Shared sessions agree, apart from a few corrections.</summary>
    Fits,

    /// <summary>Prices differ by one factor, and a split explains it.</summary>
    Rebased,

    /// <summary>Prices before a split do not reflect it: the provider has not applied it yet.</summary>
    UnappliedSplit,

    /// <summary>Prices differ, and no split explains it.</summary>
    BasisMismatch,

    /// <summary>Prices differ, no split explains it, and an earlier night found the same.</summary>
    ConfirmedBasis,

    /// <summary>The bars are those of another instrument under the same ticker.</summary>
    OtherInstrument,

    /// <summary>Without stored prices before a recent split, its return fits prices with and without it.</summary>
    DoubtfulSplit,

    /// <summary>A close jumps, and no action explains it.</summary>
    Jump,
}
