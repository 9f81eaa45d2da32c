using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests;

/// <summary>Member lists without sectors and industries.</summary>
internal static class SymbolMembers
{
    public static IReadOnlyList<IndexMember> Of(IEnumerable<string> symbols) => [.. symbols.Select(s => new IndexMember(s))];

    public static IReadOnlyList<string> Symbols(this IEnumerable<IndexMember> members) => [.. members.Select(m => m.Symbol)];

    public static Task<MembershipChange> RefreshConstituentsAsync(
        this ITables tables, string index, IReadOnlyList<string> symbols, DateOnly asOf, IReadOnlyList<Rename>? renames = null) =>
        tables.RefreshConstituentsAsync(index, Of(symbols), asOf, renames);
}
