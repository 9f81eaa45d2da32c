using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>A replay folder as a source of bars: it is parsed when someone asks for bars, or when its content is not known yet.</summary>
public sealed class ReplaySource : IBarSource
{
    private readonly ReplayOptions options;
    private readonly ReplayFacts facts;
    private Task<ReplayFolder>? loaded;

    private ReplaySource(ReplayOptions options, ReplayFacts facts, Task<ReplayFolder>? loaded)
    {
        (this.options, this.facts, this.loaded) = (options, facts, loaded);
        Constituents = ReplayConstituents.In(options.Folder, facts.Symbols);
    }

    public string Name => ReplayFolder.SourceName;

    public bool IsLocal => true;

    public string? Fingerprint => facts.Fingerprint;

    /// <summary>«Today» of the replay: the newest date that has a bar.</summary>
    public DateOnly? NewestSession => facts.NewestSession;

    /// <summary>Members of each index; without <c>constituents.csv</c> all symbols are members of <see cref="ReplayFolder.IndexName"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Constituents { get; }

    /// <param name="memo">A file to remember in what an unchanged folder holds; it may be deleted at any time.</param>
    /// <exception cref="ConfigurationException">The folder is missing, unreadable or holds no bars.</exception>
    /// <exception cref="DataUnfitException">Not one file could be used, or <c>constituents.csv</c> is faulty.</exception>
    public static async Task<ReplaySource> OpenAsync(ReplayOptions options, string memo, CancellationToken ct)
    {
        var fingerprint = ReplayFacts.FingerprintOf(options, ct);
        if (ReplayFacts.Remembered(memo, fingerprint) is { } facts) return new ReplaySource(options, facts, loaded: null);
        var folder = ReplayFolder.LoadAsync(options, ct);
        facts = new ReplayFacts(fingerprint, (await folder).NewestSession, (await folder).Symbols);
        facts.Remember(memo);
        return new ReplaySource(options, facts, folder);
    }

    public IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols) =>
        [.. symbols.Except(facts.Symbols).Select(s => new FetchFailure(s, ReplayFolder.NoBars))];

    public async IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        loaded ??= ReplayFolder.LoadAsync(options, ct);
        var folder = await loaded;
        if (ReplayFacts.FingerprintOf(options, ct) != facts.Fingerprint)
            throw new TemporaryException($"replay folder {options.Folder}: changed while it was read; nothing was stored, run again");
        yield return folder.Answer(requests);
    }
}
