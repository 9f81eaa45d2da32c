using System.Buffers;
using System.Text;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.MarketData.Providers;

/// <summary>An array of JSON objects as rows and columns.</summary>
internal sealed class JsonTable : IDisposable
{
    private readonly byte[][] names;
    private readonly CellList cells = new();

    private JsonTable(string[] names) => this.names = [.. names.Select(Encoding.UTF8.GetBytes)];

    public int Rows => cells.Count / names.Length;

    public JsonCell this[int row, int column] => cells[row * names.Length + column];

    /// <summary>The rows in the order of their dates when they are sorted, else as written: some providers write the newest row first.</summary>
    public IEnumerable<int> OldestFirst(int dateColumn, ReadOnlySpan<byte> body)
    {
        var rows = Enumerable.Range(0, Rows);
        return Rows > 1 && DateText.TryParse(this[0, dateColumn].In(body), out var first)
            && DateText.TryParse(this[Rows - 1, dateColumn].In(body), out var last) && first > last ? rows.Reverse() : rows;
    }

    /// <param name="reader">At the start of the array; moved to its end.</param>
    /// <param name="names">The properties that become columns; others are skipped.</param>
    /// <exception cref="ProviderException">The value is not an array of objects.</exception>
    public static JsonTable Read(ref Utf8JsonReader reader, string[] names)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(reader.TokenType, JsonTokenType.StartArray);
        var table = new JsonTable(names);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) table.ReadRow(ref reader);
        return table;
    }

    /// <summary>The rows of a body that is an array; null for an object, which is an error response.</summary>
    /// <exception cref="ProviderException">The body is not JSON, or is something else.</exception>
    public static JsonTable? In(ReadOnlySpan<byte> body, params string[] names) => JsonBody.Read(body, (ref reader) =>
    {
        if (reader.TokenType != JsonTokenType.StartObject) return Read(ref reader, names);
        reader.Skip();
        return null;
    });

    /// <summary>The fault of an error response: its message, if it has one.</summary>
    public static ProviderException ErrorIn(ReadOnlySpan<byte> body) => new(FaultKind.Symbol,
        ErrorText.Of(body) is { Length: > 0 } message ? message : "unexpected JSON in the response: found an object, expected an array");

    public void Dispose() => cells.Dispose();

    private void ReadRow(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Unexpected(reader.TokenType, JsonTokenType.StartObject);
        var start = cells.Count;
        for (var i = 0; i < names.Length; i++) cells.Add(default);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = ColumnAt(ref reader);
            reader.Read();
            var cell = JsonCell.At(ref reader);
            if (column >= 0) cells[start + column] = cell;
        }
    }

    private int ColumnAt(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < names.Length; i++)
            if (reader.ValueTextEquals(names[i])) return i;
        return -1;
    }

    private static ProviderException Unexpected(JsonTokenType found, JsonTokenType expected) =>
        new(FaultKind.Symbol, $"unexpected JSON in the response: found {found}, expected {expected}");
}

/// <summary>A growable list of values in a pooled array.</summary>
internal sealed class CellList : IDisposable
{
    private JsonCell[] cells = ArrayPool<JsonCell>.Shared.Rent(1024);

    public int Count { get; private set; }

    public JsonCell this[int index]
    {
        get => cells[index];
        set => cells[index] = value;
    }

    /// <summary>The values of the array at the reader; empty for any other type.</summary>
    public static CellList Read(ref Utf8JsonReader reader)
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
        var larger = ArrayPool<JsonCell>.Shared.Rent(2 * Count);
        cells.CopyTo(larger, 0);
        ArrayPool<JsonCell>.Shared.Return(cells);
        cells = larger;
    }
}
