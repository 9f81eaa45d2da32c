using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>One side of TD Sequential: selling is buying on prices turned over (times −1, which is exact), where highs and lows change places.</summary>
/// <param name="Name">buy or sell.</param>
/// <param name="Other">The opposite side's name.</param>
/// <param name="Move">Where prices go in a setup of this side.</param>
/// <param name="Sign">What every price is multiplied by before the buy side's rules.</param>
/// <param name="High">The field that is the high once turned over.</param>
/// <param name="Low">The field that is the low once turned over.</param>
internal sealed record TdSide(string Name, string Other, string Move, double Sign, string High, string Low)
{
    public const string Source = "DeMark 1994; Perl 2008";
    private const string BuySigns = "<>≤≥LH", SellSigns = "><≥≤HL";

    public static readonly TdSide Buy = new("buy", "sell", "fall", 1, BarField.High, BarField.Low);
    public static readonly TdSide Sell = new("sell", "buy", "rise", -1, BarField.Low, BarField.High);

    /// <summary>A formula written for the buy side, as it reads on this side: &lt; and &gt;, L and H change places.</summary>
    public string Turned(string formula) =>
        this == Buy ? formula : string.Concat(formula.Select(c => BuySigns.IndexOf(c) is var at and >= 0 ? SellSigns[at] : c));
}
