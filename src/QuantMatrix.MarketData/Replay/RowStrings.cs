using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Converts the symbol and source fields of a file's rows, sharing one string per distinct value.</summary>
/// <param name="fileSymbol">The symbol of every row of a file without a symbol column.</param>
internal sealed class RowStrings(string? fileSymbol)
{
    private readonly StringPool symbols = new(text => FileSymbol.TryCanonical(text, out var symbol) ? symbol : null);
    private readonly StringPool sources = new(text => text.Trim() is { Length: > 0 } source ? source : ReplayFolder.SourceName);

    /// <summary>The canonical symbol; null for text that is not a ticker.</summary>
    public string? Symbol(ReadOnlySpan<byte> field) => fileSymbol ?? symbols.Get(field);

    /// <inheritdoc cref="Symbol(ReadOnlySpan{byte})"/>
    public string? Symbol(string field) => fileSymbol ?? symbols.Get(field);

    public string Source(ReadOnlySpan<byte> field) => sources.Get(field)!;

    public string Source(string field) => sources.Get(field)!;
}

/// <summary>Caches the conversion of a text column with few distinct values; a repeated value costs one comparison.</summary>
internal sealed class StringPool(Func<string, string?> convert)
{
    private readonly Dictionary<string, string?> converted = new(StringComparer.Ordinal);
    private byte[] last = [];
    private string? lastResult = convert("");

    /// <summary>The converted field; null when it is invalid.</summary>
    public string? Get(ReadOnlySpan<byte> field)
    {
        if (field.SequenceEqual(last)) return lastResult;
        var text = FieldText.Of(field);
        (last, lastResult) = (field.ToArray(), Get(text));
        return lastResult;
    }

    public string? Get(string text)
    {
        if (converted.TryGetValue(text, out var found)) return found;
        return converted[text] = convert(text);
    }
}
