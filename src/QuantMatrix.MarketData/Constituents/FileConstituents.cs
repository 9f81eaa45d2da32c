using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The committed member lists, which are as old as their day says.</summary>
/// <param name="home">The project's root.</param>
public sealed class FileConstituents(string home) : IConstituentSource
{
    private static readonly Dictionary<string, string> Files = new()
    {
        [IndexBand.Sp500] = "sp500.csv", [IndexBand.Nasdaq100] = "nasdaq100.csv", [IndexBand.Dow30] = "dow30.csv",
    };

    public string Name => "file";

    public IReadOnlyList<string> Indices => [.. Files.Keys];

    public Task<MemberList> ReadAsync(string index, CancellationToken ct) => Task.FromResult(Read(index));

    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">It is malformed, or of another index.</exception>
    public MemberList Read(string index)
    {
        var path = Path.Combine(home, "data", "constituents", Files[index]);
        var list = ConstituentFile.Read(path);
        return list.Index == index ? new(index, list.Symbols, Name) { AsOf = list.AsOf } : throw new DataUnfitException($"{path}: found index {list.Index}; expected {index}");
    }
}
