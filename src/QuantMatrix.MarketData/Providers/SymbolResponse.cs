using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Whether an answer is about the symbol that was asked, in whatever form the provider writes it.</summary>
internal static class SymbolResponse
{
    /// <exception cref="ProviderException">It is about another.</exception>
    public static void Require(string asked, ReadOnlySpan<byte> found)
    {
        if (Ascii.Equals(found, asked) || found.IsEmpty) return;
        var text = Encoding.UTF8.GetString(found);
        if (!Symbols.TryCanonical(text, out var symbol) || symbol != asked)
            throw new ProviderException(FaultKind.Symbol, $"the answer is about '{FieldText.Short(found)}'; expected {asked}");
    }
}
