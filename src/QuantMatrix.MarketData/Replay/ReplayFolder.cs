using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>A local folder of daily bars, loaded whole.</summary>
/// <remarks>Every data row is in <see cref="Bars"/> or in <see cref="Rejected"/>; a file that cannot be used at all is one rejected row.</remarks>
public sealed class ReplayFolder
{
    public const string SourceName = "replay";
    public const string IndexName = "REPLAY";
    internal const string NoBars = "no bars in the folder";

    private ReplayFolder(MergedFiles merged, long inputRows, string folder)
    {
        (Bars, Rejected, InputRows) = (merged.Bars, merged.Rejected, inputRows);
        Constituents = ReplayConstituents.In(folder, Bars.Symbols);
    }

    public Bars Bars { get; }

    /// <summary>In order of file names, then of lines.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; }

    /// <summary>Data rows found, blank lines not counted, plus one for every file refused as a whole.</summary>
    public long InputRows { get; }

    /// <summary>Symbols with at least one bar, ordinal order.</summary>
    public IReadOnlyList<string> Symbols => Bars.Symbols;

    /// <summary>«Today» of the replay: the newest date that has a bar.</summary>
    public DateOnly? NewestSession => Bars.Count == 0 ? null : Day.Date(Newest(Bars.Days));

    /// <summary>Members of each index; without <c>constituents.csv</c> all symbols are members of <see cref="IndexName"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Constituents { get; }

    /// <exception cref="ConfigurationException">The folder is missing, unreadable or holds no bars.</exception>
    /// <exception cref="DataUnfitException">Not one file could be used, or <c>constituents.csv</c> is faulty.</exception>
    public static Task<ReplayFolder> LoadAsync(ReplayOptions options, CancellationToken ct) => Task.Run(() => Load(options, ct), ct);

    /// <summary>The bars asked for, and what of the requests cannot be served.</summary>
    public Fetched Answer(IReadOnlyList<BarRequest> requests) => ReplayResponse.To(requests, this);

    private static ReplayFolder Load(ReplayOptions options, CancellationToken ct)
    {
        options.Check();
        var paths = ReplayFiles.In(options.Folder);
        var files = LoadAll(paths, options, ct);
        if (files.All(f => f.Refused)) throw NothingUsable(options.Folder, files);
        return new ReplayFolder(MergedFiles.Of(files), files.Sum(f => f.Rows), options.Folder);
    }

    private static LoadedFile[] LoadAll(string[] paths, ReplayOptions options, CancellationToken ct)
    {
        var files = new LoadedFile[paths.Length];
        var rules = new BarRules(options.Today);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct };
        Parallel.For(0, paths.Length, parallel, i => files[i] =
            ReplayFiles.IsParquet(paths[i]) ? ArrowBars.Load(paths[i], rules, options, ct) : CsvBars.Load(paths[i], rules));
        return files;
    }

    private static DataUnfitException NothingUsable(string folder, LoadedFile[] files)
    {
        const int shown = 3;
        var faults = files.Take(shown).Select(f => $"{f.Name}: {f.Rejected[0].Reason}");
        var more = files.Length > shown ? $"; and {files.Length - shown} more" : "";
        return new($"replay folder {folder}: none of {files.Length} files could be used: {string.Join("; ", faults)}{more}");
    }

    private static int Newest(ReadOnlySpan<int> days)
    {
        var newest = days[0];
        foreach (var day in days) newest = Math.Max(newest, day);
        return newest;
    }
}
