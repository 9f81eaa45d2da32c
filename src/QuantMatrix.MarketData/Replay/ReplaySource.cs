using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>A replay folder as a source of bars; parsed only when bars are requested or no summary of its content is cached.</summary>
public sealed class ReplaySource : IBarSource
{
    private readonly ReplayOptions options;
    private readonly ReplaySummary summary;
    private Task<ReplayFolder>? loaded;

    private ReplaySource(ReplayOptions options, ReplaySummary summary, Task<ReplayFolder>? loaded)
    {
        (this.options, this.summary, this.loaded) = (options, summary, loaded);
        Constituents = ReplayConstituents.In(options.Folder, summary.Symbols);
    }

    public string Name => ReplayFolder.SourceName;

    public bool IsLocal => true;

    /// <summary>The splits that older prices were adjusted for.</summary>
    public IReadOnlyList<string> Warnings => loaded is { IsCompletedSuccessfully: true } && loaded.Result.Splits is { Count: > 0 } splits ? [Text(splits)] : [];

    public string? Fingerprint => summary.Fingerprint;

    /// <summary>The newest date with a bar, which is the current date of a replay.</summary>
    public DateOnly? NewestSession => summary.NewestSession;

    /// <summary>Members by index; without <c>constituents.csv</c> all symbols are members of <see cref="ReplayFolder.IndexName"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IndexMember>> Constituents { get; }

    /// <param name="summaryFile">Caches the folder's summary; may be deleted at any time.</param>
    /// <exception cref="ConfigurationException">The folder is missing, unreadable or contains no bar files.</exception>
    /// <exception cref="DataUnfitException">No file is usable, or <c>constituents.csv</c> is malformed.</exception>
    public static async Task<ReplaySource> OpenAsync(ReplayOptions options, string summaryFile, CancellationToken ct)
    {
        var (known, stamps) = (ReplaySummary.Load(summaryFile), ReplaySummary.StampsOf(options));
        if (known?.HoldsOn(options.Today) == false) known = null;
        if (known is { Stamps: not null } && known.Stamps == stamps) return new ReplaySource(options, known, loaded: null);
        var content = ReplaySummary.ContentOf(options, ct);
        var folder = known?.Content == content ? null : ReplayFolder.LoadAsync(options, ct);
        var summary = folder is null ? known! with { Stamps = stamps }
            : new ReplaySummary(content, options.Today, (await folder).DependsOnDay, (await folder).NewestSession, (await folder).Symbols) { Stamps = stamps };
        if (!options.IsReadOnly) summary.Save(summaryFile);
        return new ReplaySource(options, summary, folder);
    }

    public IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols) =>
        [.. symbols.Except(summary.Symbols).Select(s => new FetchFailure(s, ReplayFolder.NoBars))];

    public async IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        loaded ??= ReplayFolder.LoadAsync(options, ct);
        var folder = await loaded;
        if (ReplaySummary.ContentOf(options, ct) != summary.Content)
            throw new TemporaryException($"replay folder {options.Folder}: changed while it was read; nothing was stored; run again");
        yield return folder.Fetch(requests);
    }

    private static string Text(IReadOnlyList<string> splits)
    {
        const int maxShown = 5;
        var more = splits.Count > maxShown ? $" and {splits.Count - maxShown} more" : "";
        return $"{Plural.Of(splits.Count, "split")} of the files applied to older prices: {string.Join(", ", splits.Take(maxShown))}{more}";
    }
}
