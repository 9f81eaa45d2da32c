using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The members of one index on one date, read from a committed list such as <c>data/constituents/dow30.csv</c>.</summary>
/// <remarks>Columns index, symbol, as_of (yyyy-MM-dd), optionally sector, industry, name; one row per member; index and as_of are equal in all rows.</remarks>
/// <param name="Index">Upper case, such as <c>SP500</c>.</param>
/// <param name="AsOf">The date the membership is valid for.</param>
/// <param name="Members">Distinct, in ordinal order of their canonical symbols.</param>
public sealed record ConstituentFile(string Index, DateOnly AsOf, IReadOnlyList<IndexMember> Members)
{
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a row is malformed, repeated or of another index or date.</exception>
    public static ConstituentFile Read(string path)
    {
        var rows = CsvTable.Read(path, "index", "symbol", "as_of", "sector?", "industry?", "name?");
        var (index, asOf) = (rows[0].Index(0), rows[0].Date(2));
        var members = new SortedDictionary<string, IndexMember>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Index(0) != index) throw row.Fault($"found index {row.Index(0)}; expected {index} as in the first row");
            if (row.Date(2) != asOf) throw row.Fault($"found as_of {row.Values[2]}; expected {rows[0].Values[2]} as in the first row");
            var member = new IndexMember(row.Symbol(1), MemberSymbols.Name(row.Values[3]), MemberSymbols.Name(row.Values[4]))
            {
                Name = MemberSymbols.Name(row.Values[5]),
            };
            if (!members.TryAdd(member.Symbol, member)) throw row.Duplicate($"member {row.Symbol(1)}");
        }
        return new(index, asOf, [.. members.Values]);
    }
}

/// <summary>The committed member lists as a source; each is valid for its own date.</summary>
/// <param name="home">The project root.</param>
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
    /// <exception cref="DataUnfitException">The file is malformed, or of another index.</exception>
    public MemberList Read(string index)
    {
        var path = Path.Combine(home, "data", "constituents", Files[index]);
        var list = ConstituentFile.Read(path);
        return list.Index == index ? new(index, list.Members, Name) { AsOf = list.AsOf }
            : throw new DataUnfitException($"{path}: found index {list.Index}; expected {index}");
    }
}

/// <summary>Ticker changes from <c>data/constituents/renames.csv</c> (columns from, to, date).</summary>
public static class RenameFile
{
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a row is malformed or repeated.</exception>
    public static IReadOnlyList<Rename> Read(string path)
    {
        var renames = new List<Rename>();
        foreach (var row in CsvTable.Read(path, "from", "to", "date"))
        {
            var rename = new Rename(row.Symbol(0), row.Symbol(1), row.Date(2));
            if (rename.From == rename.To) throw row.Fault($"found {rename.From} in both columns; expected two different tickers");
            if (renames.Contains(rename)) throw row.Duplicate($"rename {rename.From} to {rename.To}");
            renames.Add(rename);
        }
        return renames;
    }
}
