using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Writes <c>symbol_info</c>: name, sector, industry and indices of every tracked symbol, from the stored member lists.</summary>
/// <remarks>What no stored list gives comes from the committed lists in <c>data/constituents</c>.</remarks>
internal sealed class SymbolInfoUpdate(RunContext run, IReadOnlyCollection<string> tracked, IReadOnlyList<Membership> memberships)
{
    private readonly Lazy<List<SymbolInfo>> rows = new(() => Rows(run, tracked, memberships));

    /// <summary>Every row as text.</summary>
    public string Content => string.Join('\n', rows.Value);

    public async Task WriteAsync(LakeCommit commit, CancellationToken ct)
    {
        var inputs = InputFingerprints.Of(("content", Content));
        if (commit.Basis.Difference(SymbolInfo.Table, inputs) is null) return;
        await commit.ReplaceAsync(SymbolInfo.Table, rows.Value, ct);
        commit.Stamp(SymbolInfo.Table, inputs);
    }

    private static List<SymbolInfo> Rows(RunContext run, IReadOnlyCollection<string> tracked, IReadOnlyList<Membership> memberships)
    {
        var committed = new FileConstituents(run.Settings.Home);
        var listed = committed.Indices.SelectMany(index => committed.Read(index).Members).ToLookup(m => m.Symbol);
        var stored = memberships.ToLookup(m => m.Symbol);
        return [.. tracked.Select(symbol => Row(symbol, [.. stored[symbol]], [.. listed[symbol]]))];
    }

    private static SymbolInfo Row(string symbol, IReadOnlyList<Membership> memberships, IReadOnlyList<Model.IndexMember> listed)
    {
        List<Membership> newestFirst = [.. memberships.OrderByDescending(m => m.BecameInactive is null).ThenByDescending(m => m.FirstSeen)];
        return new(symbol,
            Known([.. newestFirst.Select(m => m.Name), .. listed.Select(m => m.Name)]),
            Known([.. newestFirst.Select(m => m.Sector), .. listed.Select(m => m.Sector)]),
            Known([.. newestFirst.Select(m => m.Industry), .. listed.Select(m => m.Industry)]),
            string.Join(',', memberships.Where(m => m.BecameInactive is null).Select(m => m.Index).Distinct()));
    }

    private static string? Known(IEnumerable<string?> values) => values.FirstOrDefault(v => v is not null);
}
