using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The symbols the night works for, as the sets target holds them.</summary>
internal static class TrackedSymbols
{
    public const string All = "tracked:all";
    public const string New = "tracked:new";
    public const string Portfolio = "tracked:portfolio";

    /// <summary>In ordinal order.</summary>
    /// <exception cref="DataUnfitException">Nothing is tracked.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(RunContext run, CancellationToken cancel)
    {
        var symbols = await run.Sets.MembersAsync(All, cancel);
        return symbols.Count > 0 ? symbols
            : throw new DataUnfitException($"{All} is empty; expected the symbols to work for. Run refresh_index_constituents and update_tracked_symbol_cache first, or the whole chain");
    }
}
