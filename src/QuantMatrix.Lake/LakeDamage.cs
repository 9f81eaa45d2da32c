using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>What can still be known of a lake with damaged files: its manifest, and the symbols of a file that may not be readable.</summary>
public sealed class LakeDamage(DataLake lake)
{
    /// <summary>Replaces a damaged manifest by its newest intact version.</summary>
    /// <param name="acceptLoss">Also when later commits are lost with it.</param>
    /// <returns>What was done, one line each.</returns>
    /// <exception cref="DataUnfitException">No version is intact, or commits would be lost.</exception>
    public IReadOnlyList<string> RepairManifest(bool acceptLoss) => lake.Log.Repair(acceptLoss);

    /// <summary>The symbols whose bars a damaged file of <c>price_data</c> held, as far as can be known.</summary>
    /// <param name="intact">The manifest with its readable files.</param>
    /// <param name="tracked">Symbols known from elsewhere.</param>
    /// <remarks>
    /// The names in the file count when all of them are known from other files. Else the damage may be in a name, or the file cannot be read:
    /// then every known symbol within the range that the manifest lists is a candidate.
    /// </remarks>
    public async Task<IReadOnlyList<string>> SymbolsAsync(LakeFile damaged, Manifest intact, IEnumerable<string> tracked, CancellationToken ct)
    {
        var known = tracked.ToHashSet();
        foreach (var table in new[] { PriceData.Name, FeatureTable.Name })
            await foreach (var batch in lake.QueryAsync(intact, $"SELECT DISTINCT symbol FROM {table}", ct)) known.UnionWith(Texts(batch));
        var named = (await NamesAsync(damaged, ct)).Where(n => Symbols.TryCanonical(n, out var symbol) && symbol == n).ToList();
        var symbols = named.Count > 0 && named.All(known.Contains) ? named : named.Union(known);
        return [.. symbols.Where(s => string.CompareOrdinal(s, damaged.FirstSymbol) >= 0 && string.CompareOrdinal(s, damaged.LastSymbol) <= 0)
            .Order(StringComparer.Ordinal)];
    }

    private async Task<List<string>> NamesAsync(LakeFile damaged, CancellationToken ct)
    {
        var names = new List<string>();
        try
        {
            await foreach (var batch in lake.Sql.QueryAsync($"SELECT DISTINCT symbol FROM {lake.Reader.Source([damaged])}", ct)) names.AddRange(Texts(batch));
        }
        catch (DataUnfitException)
        {
            names.Clear();
        }
        return names;
    }

    private static IEnumerable<string> Texts(Apache.Arrow.RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).Select(row => ((Apache.Arrow.StringArray)batch.Column(0)).GetString(row)).OfType<string>();
}
