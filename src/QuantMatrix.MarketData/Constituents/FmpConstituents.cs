using System.Text.Json;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Member lists of Financial Modeling Prep.</summary>
public sealed class FmpConstituents(PageReader read) : IConstituentSource
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        [IndexBand.Sp500] = "/stable/sp500-constituent", [IndexBand.Nasdaq100] = "/stable/nasdaq-constituent", [IndexBand.Dow30] = "/stable/dowjones-constituent",
    };

    public string Name => Fmp.Provider;

    public IReadOnlyList<string> Indices => [.. Paths.Keys];

    public async Task<MemberList> ReadAsync(string index, CancellationToken ct) => new(index, Parse(await read(Paths[index], ct)), Name);

    /// <summary>The members in an answer: an array of objects with a symbol each.</summary>
    /// <exception cref="DataUnfitException">It is something else.</exception>
    public static IReadOnlyList<string> Parse(ReadOnlyMemory<byte> body)
    {
        const string where = "constituents of fmp";
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Array)
                throw new DataUnfitException($"{where}: found {Words(answer.RootElement)}; expected an array of members");
            return MemberSymbols.Of([.. answer.RootElement.EnumerateArray().Select(Symbol)], where);
        }
        catch (JsonException)
        {
            throw new DataUnfitException($"{where}: found '{FieldText.Short(body.Span)}'; expected an array of members as JSON");
        }
    }

    private static string Symbol(JsonElement member) =>
        member.ValueKind == JsonValueKind.Object && member.TryGetProperty("symbol", out var symbol) && symbol.ValueKind == JsonValueKind.String ? symbol.GetString()! : "";

    /// <summary>An error told with HTTP 200 stands in one property.</summary>
    private static string Words(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Error Message", out var said) ? $"the error '{said}'" : $"JSON of another form, {root.ValueKind}";
}
