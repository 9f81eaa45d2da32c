namespace QuantMatrix.Model;

/// <summary>What an issuer did that moves the price without a trade.</summary>
public enum ActionKind
{
    Split,
    Dividend,
}
