namespace QuantMatrix.Batch;

/// <summary>A key or a connection string; shows its value only when asked for it by name.</summary>
public sealed class Secret(string value)
{
    public string Reveal() => value;

    /// <summary>The text without the secret.</summary>
    public string RemoveFrom(string text) => text.Replace(value, ToString(), StringComparison.Ordinal);

    public override string ToString() => "***";
}
