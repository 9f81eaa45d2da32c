namespace QuantMatrix.Broker.Flex.Service;

/// <summary>What no message may hold: the token, the id of the query, the references of its reports.</summary>
internal sealed class FlexSecrets
{
    private string[] texts = [];

    /// <summary>As it is and as it stands in an address.</summary>
    public void Add(string text)
    {
        if (text.Length > 0) texts = [.. texts.Append(text).Append(Uri.EscapeDataString(text)).Distinct().OrderByDescending(t => t.Length)];
    }

    /// <summary>The longest first: one may be part of another.</summary>
    public string Hide(string text) => texts.Aggregate(text, (left, secret) => left.Replace(secret, "***", StringComparison.OrdinalIgnoreCase));
}
