using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The symbols and sources of a file's rows, each as one shared string.</summary>
/// <param name="fileSymbol">The symbol of every row of a file without a symbol column.</param>
internal sealed class RowText(string? fileSymbol)
{
    private readonly StringPool symbols = new(text => Symbols.TryCanonical(text, out var symbol) ? symbol : null);
    private readonly StringPool sources = new(text => text.Trim() is { Length: > 0 } source ? source : ReplayFolder.SourceName);

    /// <summary>The canonical symbol, or null for text that is no ticker.</summary>
    public string? Symbol(ReadOnlySpan<byte> field) => fileSymbol ?? symbols.Of(field);

    /// <inheritdoc cref="Symbol(ReadOnlySpan{byte})"/>
    public string? Symbol(string field) => fileSymbol ?? symbols.Of(field);

    public string Source(ReadOnlySpan<byte> field) => sources.Of(field)!;

    public string Source(string field) => sources.Of(field)!;

    /// <summary>The symbol a file is named for, or null with the reason it is none.</summary>
    public static string? OfFile(string path, out string fault)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        fault = $"file name '{name}' is no ticker and there is no column symbol; expected a name such as AAPL.csv";
        return Symbols.TryCanonical(name, out var symbol) ? symbol : null;
    }
}
