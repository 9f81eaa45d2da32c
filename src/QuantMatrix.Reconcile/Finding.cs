using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>How a fetched series relates to the stored one, with the reason for an operator.</summary>
/// <param name="Day">The session in question, days since 1970-01-01; the first one when the whole series is.</param>
internal sealed record Finding(FindingKind Kind, string Reason = "", int Day = 0)
{
    public static readonly Finding Fits = new(FindingKind.Fits);

    /// <summary>Multiplies a stored price into the new basis.</summary>
    public double Factor { get; init; } = 1;

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Text(CorporateAction split) => Text($"{split.Value:0.####}:1 of {split.ExDate:yyyy-MM-dd}");
}

internal enum FindingKind
{
    /// <summary>The shared sessions agree, or a few of them were corrected.</summary>
    Fits,

    /// <summary>Prices agree, total-return closes were recomputed.</summary>
    Readjusted,

    /// <summary>One factor lies between the two, and a split explains it.</summary>
    Rebased,

    /// <summary>A split is not in the prices before it: the provider has not applied it yet.</summary>
    UnappliedSplit,

    /// <summary>The two are on different bases, and no split explains it.</summary>
    BasisMismatch,

    /// <summary>A close jumps, and no action explains it.</summary>
    Jump,
}
