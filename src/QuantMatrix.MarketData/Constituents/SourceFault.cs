namespace QuantMatrix.MarketData.Constituents;

/// <summary>Why a source gave nothing.</summary>
public sealed record SourceFault(string Source, Exception Reason)
{
    public override string ToString() => $"{Source}: {Reason.Message}";
}
