namespace QuantMatrix.Broker.Flex.Service;

/// <summary>A saved query and the token of its user, with where both are configured.</summary>
/// <param name="Token">Reveals the token.</param>
/// <param name="Id">Reveals the query id.</param>
/// <param name="Calls">Shared by all queries of one token.</param>
public sealed record FlexQuery(Func<string> Token, Func<string> Id, FlexCalls Calls)
{
    /// <summary>What a message calls the place of the token; for a line of a file that of the query id, too.</summary>
    public string TokenPlace { get; init; } = "IBKR_FLEX_TOKEN";

    public string IdPlace { get; init; } = "IBKR_FLEX_QUERY_ID";
}
