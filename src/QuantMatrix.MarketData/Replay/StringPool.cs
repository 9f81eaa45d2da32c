using QuantMatrix.MarketData.Csv;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Turns a text column of few distinct values into shared strings; a value equal to the last one costs a comparison.</summary>
internal sealed class StringPool(Func<string, string?> meaning)
{
    private readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);
    private byte[] last = [];
    private string? lastMeaning = meaning("");

    /// <summary>What the field means, or null when it means nothing.</summary>
    public string? Of(ReadOnlySpan<byte> field)
    {
        if (field.SequenceEqual(last)) return lastMeaning;
        var text = FieldText.Of(field);
        (last, lastMeaning) = (field.ToArray(), Of(text));
        return lastMeaning;
    }

    public string? Of(string text)
    {
        if (known.TryGetValue(text, out var found)) return found;
        return known[text] = meaning(text);
    }
}
