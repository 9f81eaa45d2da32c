using System.ComponentModel;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Updates index memberships: current members, additions and removals.</summary>
public sealed class RefreshIndexConstituentsJob : Job<RefreshIndexConstituentsOptions>, IRepeatable
{
    public IReadOnlyList<string> Reads => [JobData.Members];

    public IReadOnlyList<string> Writes => [JobData.Members];

    protected override IEnumerable<JobCounter> Counted(RefreshIndexConstituentsOptions options) =>
        [new("indices"), new("added"), new("removed"), new("renamed")];

    public override async Task<JobResult> RunAsync(
        RefreshIndexConstituentsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var sources = Sources(options, await run.Sources.ConstituentsAsync(options.PagesByIndex, ct));
        var report = new RefreshReport();
        foreach (var index in await IndicesAsync(options, run, sources, ct)) await RefreshAsync(index, options, run, sources, report, ct);
        if (!sources.Exists(s => s.IsLocal)) report.Note(options.Sources.Except(sources.Select(s => s.Name)).Select(s => $"{s}: skipped, no key is set"));
        return report.Result(run.Sources.IsLocal);
    }

    /// <summary>In the order of the options; a replay uses only the lists of its folder.</summary>
    private static List<IConstituentSource> Sources(RefreshIndexConstituentsOptions options, IReadOnlyList<IConstituentSource> all) =>
        [.. all.Where(s => s.IsLocal || options.Sources.Contains(s.Name)).OrderBy(s => options.Sources.ToList().IndexOf(s.Name))];

    /// <summary>The indices of the options; in a replay those of them that are listed by the folder or have stored members, then the folder's others.</summary>
    private static async Task<IReadOnlyList<string>> IndicesAsync(
        RefreshIndexConstituentsOptions options, RunContext run, List<IConstituentSource> sources, CancellationToken ct)
    {
        if (!sources.Exists(s => s.IsLocal)) return options.Indices;
        var listed = sources.SelectMany(s => s.Indices).Distinct().ToList();
        if (!options.Indices.Any(listed.Contains)) return listed;
        var stored = (await run.Tables.MembershipsAsync(ct)).Where(m => m.BecameInactive is null).Select(m => m.Index);
        return [.. options.Indices.Intersect(listed.Concat(stored)), .. listed.Except(options.Indices)];
    }

    private static async Task RefreshAsync(
        string index, RefreshIndexConstituentsOptions options, RunContext run, IReadOnlyList<IConstituentSource> sources, RefreshReport report,
        CancellationToken ct)
    {
        var check = new MembershipCheck
        {
            Before = await run.Tables.ActiveConstituentsAsync([index], ct), ListedOn = await run.Tables.ListedOnAsync(index, ct),
            AsOf = run.AsOf, Renames = run.Renames, Confirm = options.Confirm,
        };
        var reading = await new ConstituentFallback(sources, check).ReadAsync(index, ct);
        var (list, faults) = reading;
        var day = list?.AsOf < run.AsOf ? list.AsOf.Value : run.AsOf;
        var change = list is null ? null : await run.Tables.RefreshConstituentsAsync(index, list.Members, day, run.Renames, ct);
        if (change is { OutOfDate: true }) report.Warn($"{index}: the stored list is newer than that of {day:yyyy-MM-dd}; memberships unchanged");
        if (change is null || (change.OutOfDate && faults.Count > 0)) report.Unchanged(index, faults, check);
        else report.Refreshed(reading, change);
    }
}

/// <summary>Which indices to follow and from which sources. In a replay, every index of the folder's own lists is followed.</summary>
public sealed record RefreshIndexConstituentsOptions : ICheckedOptions
{
    private static readonly string[] Known = ["fmp", "wikipedia", "file"];

    [Description("The indices whose members are tracked.")]
    public IReadOnlyList<string> Indices { get; init; } = ["SP500", "NASDAQ100", "DOW30"];

    [Description("Tried in order until one returns an acceptable list.")]
    public IReadOnlyList<string> Sources { get; init; } = Known;

    [Description("Paths of Wikipedia pages by index, tried in order; an index that is not named keeps its default pages.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Pages { get; init; } = WikipediaConstituents.Pages;

    [Description("Accepts a list that fails the checks of length and change, after a manual review.")]
    public bool Confirm { get; init; }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> PagesByIndex =>
        WikipediaConstituents.Pages.ToDictionary(p => p.Key, p => Pages.GetValueOrDefault(p.Key, p.Value));

    IEnumerable<OptionFault> ICheckedOptions.Faults =>
    [
        .. Sources.Except(Known).Select(name => new OptionFault($"unknown source '{name}'{DidYouMean.Hint(name, Known)}", name)),
        .. Pages.Keys.Except(WikipediaConstituents.Pages.Keys)
            .Select(index => new OptionFault($"unknown index '{index}'{DidYouMean.Hint(index, [.. WikipediaConstituents.Pages.Keys])}", index)),
        .. Pages.Where(p => p.Value.Count == 0).Select(p => new OptionFault($"'{p.Key}' has no page; expected one such as /wiki/Nasdaq-100", p.Key)),
        .. Pages.SelectMany(p => p.Value.Where(page => !IsPath(page)), (p, page) =>
            new OptionFault($"'{p.Key}' has the page '{page}'; expected a path such as /wiki/Nasdaq-100, without scheme and host", p.Key)),
    ];

    private static bool IsPath(string page) => page.Length > 1 && page[0] == '/' && page[1] != '/' && page.All(c => c is > ' ' and <= '~' and not '#');
}
