using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Symbols in a message: their number and the first of their names.</summary>
internal static class NamedSymbols
{
    private const int MaxNames = 10;

    /// <summary><c>3 symbols (AAPL, MSFT, SPY)</c>.</summary>
    public static string Of(IReadOnlyCollection<string> symbols) =>
        $"{Plural.Of(symbols.Count, "symbol")} ({string.Join(", ", symbols.Take(MaxNames))}{(symbols.Count > MaxNames ? " …" : "")})";
}
