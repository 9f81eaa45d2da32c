using System.Text;
using System.Text.Json;
using QuantMatrix.Http;

namespace QuantMatrix.MarketData.Providers;

/// <summary>An array of JSON objects as rows and columns.</summary>
internal sealed class JsonTable : IDisposable
{
    private readonly byte[][] names;
    private readonly CellList cells = new();

    private JsonTable(string[] names) => this.names = [.. names.Select(Encoding.UTF8.GetBytes)];

    public int Rows => cells.Count / names.Length;

    public JsonCell this[int row, int column] => cells[row * names.Length + column];

    /// <param name="reader">Stands at the beginning of the array; stands at its end afterwards.</param>
    /// <param name="names">The properties wanted, which become the columns; others are passed over.</param>
    /// <exception cref="ProviderException">It is no array of objects.</exception>
    public static JsonTable Read(ref Utf8JsonReader reader, string[] names)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Unfit(reader.TokenType, JsonTokenType.StartArray);
        var table = new JsonTable(names);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) table.ReadRow(ref reader);
        return table;
    }

    public void Dispose() => cells.Dispose();

    private void ReadRow(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Unfit(reader.TokenType, JsonTokenType.StartObject);
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

    private static ProviderException Unfit(JsonTokenType found, JsonTokenType expected) =>
        new(FaultKind.Symbol, $"the answer has another form; found {found}, expected {expected}");
}
