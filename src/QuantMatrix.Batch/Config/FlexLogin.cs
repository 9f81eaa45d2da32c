namespace QuantMatrix.Batch.Config;

/// <summary>A token of the broker's Flex Web Service and a saved query of its user.</summary>
/// <param name="Line">In <see cref="FlexTokensFile"/>; null for the pair of variables.</param>
public sealed record FlexLogin(Secret Token, Secret QueryId, int? Line = null)
{
    /// <summary>Where it is configured, for messages.</summary>
    public string Place => Line is { } line ? $"line {line} of {FlexTokensFile.Variable}" : "IBKR_FLEX_TOKEN";

    public bool IsSameAs(FlexLogin other) => Token.Reveal() == other.Token.Reveal() && QueryId.Reveal() == other.QueryId.Reveal();
}
