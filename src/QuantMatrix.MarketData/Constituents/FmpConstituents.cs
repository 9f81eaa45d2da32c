using System.Text.Json;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Index members from Financial Modeling Prep.</summary>
public sealed class FmpConstituents(MemberReader read) : IConstituentSource
{
    private const string Where = "constituents of fmp";

    private static readonly Dictionary<string, string> Paths = new()
    {
        [IndexBand.Sp500] = "/stable/sp500-constituent",
        [IndexBand.Nasdaq100] = "/stable/nasdaq-constituent",
        [IndexBand.Dow30] = "/stable/dowjones-constituent",
    };

    public string Name => Fmp.Provider;

    public IReadOnlyList<string> Indices => [.. Paths.Keys];

    public async Task<MemberList> ReadAsync(string index, CancellationToken ct) => new(index, await read(Paths[index], Parse, ct), Name);

    /// <summary>The members in a response: an array of objects with <c>symbol</c>, optionally <c>name</c>, <c>sector</c>, <c>subSector</c>.</summary>
    /// <exception cref="DataUnfitException">The response has another form.</exception>
    /// <exception cref="TemporaryException">The response reports an exhausted call limit.</exception>
    public static IReadOnlyList<IndexMember> Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.ToArray());
            if (json.RootElement.ValueKind != JsonValueKind.Array) throw NotMembers(json.RootElement);
            return MemberSymbols.Of(json.RootElement.EnumerateArray().Select(Member), Where);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for invalid UTF-8
        {
            throw new DataUnfitException($"{Where}: found '{FieldText.Short(body)}'; expected a JSON array of members");
        }
    }

    private static IndexMember Member(JsonElement member) => new(Text(member, "symbol") ?? "", Text(member, "sector"), Text(member, "subSector"))
    {
        Name = Text(member, "name"),
    };

    /// <summary>Errors are reported with HTTP 200 in the property <c>Error Message</c>.</summary>
    private static Exception NotMembers(JsonElement root)
    {
        var error = Text(root, "Error Message");
        var found = $"{Where}: found {(error is null ? $"JSON of type {root.ValueKind}" : $"the error '{error}'")}; expected a JSON array of members";
        return error?.Contains("limit reach", StringComparison.OrdinalIgnoreCase) == true ? new TemporaryException(found) : new DataUnfitException(found);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
