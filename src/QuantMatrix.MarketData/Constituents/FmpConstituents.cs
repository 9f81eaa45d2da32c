using System.Text.Json;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Index members from Financial Modeling Prep.</summary>
public sealed class FmpConstituents(PageReader read) : IConstituentSource
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        [IndexBand.Sp500] = "/stable/sp500-constituent",
        [IndexBand.Nasdaq100] = "/stable/nasdaq-constituent",
        [IndexBand.Dow30] = "/stable/dowjones-constituent",
    };

    public string Name => Fmp.Provider;

    public IReadOnlyList<string> Indices => [.. Paths.Keys];

    public async Task<MemberList> ReadAsync(string index, CancellationToken ct) => new(index, Parse(await read(Paths[index], ct)), Name);

    /// <summary>The members in a response: an array of objects with a property <c>symbol</c>.</summary>
    /// <exception cref="DataUnfitException">The response has another form.</exception>
    public static IReadOnlyList<string> Parse(ReadOnlyMemory<byte> body)
    {
        const string where = "constituents of fmp";
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                throw new DataUnfitException($"{where}: found {Describe(json.RootElement)}; expected a JSON array of members");
            return MemberSymbols.Of([.. json.RootElement.EnumerateArray().Select(Symbol)], where);
        }
        catch (JsonException)
        {
            throw new DataUnfitException($"{where}: found '{FieldText.Short(body.Span)}'; expected a JSON array of members");
        }
    }

    private static string Symbol(JsonElement member) =>
        Property(member, "symbol") is { ValueKind: JsonValueKind.String } symbol ? symbol.GetString()! : "";

    /// <summary>Errors are reported with HTTP 200 in the property <c>Error Message</c>.</summary>
    private static string Describe(JsonElement root) =>
        Property(root, "Error Message") is { } error ? $"the error '{error}'" : $"JSON of type {root.ValueKind}";

    private static JsonElement? Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
