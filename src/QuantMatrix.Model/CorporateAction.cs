namespace QuantMatrix.Model;

/// <summary>A split or a dividend as a provider reports it, or an adjustment for total return.</summary>
/// <param name="ExDate">The first session that trades without it.</param>
/// <param name="Value">
/// New shares for one old one (4 for a 4:1 split, 0.1 for a 1:10 reverse split), cash per share on the basis of the stored closes, or the factor of an
/// adjustment.
/// </param>
/// <param name="Source">The provider that reported it.</param>
public sealed record CorporateAction(string Symbol, DateOnly ExDate, ActionKind Kind, double Value, string Source);

/// <summary>Corporate actions that move a price without a trade.</summary>
public enum ActionKind
{
    Split,
    Dividend,

    /// <summary>Multiplies the total-return closes of all earlier sessions, where no dividend is known that explains them.</summary>
    Adjustment,
}

/// <summary>A corporate action as the lake records it.</summary>
/// <param name="IsApplied">Whether stored prices contain it; a split is pending until they do.</param>
public sealed record RecordedAction(CorporateAction Action, bool IsApplied);
