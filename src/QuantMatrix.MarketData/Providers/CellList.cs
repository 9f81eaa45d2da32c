using System.Buffers;
using System.Text.Json;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Where the values of an answer stand, in the order found; its memory is borrowed for as long as the answer is read.</summary>
internal sealed class CellList : IDisposable
{
    private JsonCell[] cells = ArrayPool<JsonCell>.Shared.Rent(1024);

    public int Count { get; private set; }

    public JsonCell this[int index]
    {
        get => cells[index];
        set => cells[index] = value;
    }

    /// <summary>The values of the array the reader stands on; none when it is no array.</summary>
    public static CellList Of(ref Utf8JsonReader reader)
    {
        var list = new CellList();
        if (reader.TokenType != JsonTokenType.StartArray) reader.Skip();
        else while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(JsonCell.At(ref reader));
        return list;
    }

    public void Add(JsonCell cell)
    {
        if (Count == cells.Length) Grow();
        cells[Count++] = cell;
    }

    public void Dispose()
    {
        ArrayPool<JsonCell>.Shared.Return(cells);
        cells = [];
    }

    private void Grow()
    {
        var grown = ArrayPool<JsonCell>.Shared.Rent(2 * Count);
        cells.CopyTo(grown, 0);
        ArrayPool<JsonCell>.Shared.Return(cells);
        cells = grown;
    }
}
