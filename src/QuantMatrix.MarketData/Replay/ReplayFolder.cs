using Apache.Arrow;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Which folder of bars to replay, and how to read it.</summary>
public sealed record ReplayOptions
{
    /// <summary>Hidden files and folders, drafts (<c>*.tmp</c>) and files of other types are ignored.</summary>
    public required string Folder { get; init; }

    /// <summary>The actual date; bars of later dates are rejected.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The order of dates such as 05/06/2026 in a file that does not decide it.</summary>
    public DateOrder Dates { get; init; }

    /// <summary>Tells sessions from holidays, as evidence for the order of dates; only weekends count when null.</summary>
    public SessionCalendar? Calendar { get; init; }

    /// <summary>Number of files read concurrently.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Opens a Parquet file as Arrow batches in row order; Parquet files are rejected when null.</summary>
    public Func<string, CancellationToken, IEnumerable<RecordBatch>>? OpenParquet { get; init; }

    /// <summary>What changes whenever a file does, so that an unchanged one is not read again; null for a file to read. Every file is read when null.</summary>
    public Func<string, string?>? Stamp { get; init; }

    /// <summary>The summary of the content is not saved.</summary>
    public bool IsReadOnly { get; init; }

    /// <exception cref="ConfigurationException">Lists every fault.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Folder)) faults.Add("Folder is empty; expected the path of a directory with bars");
        if (Workers < 1) faults.Add($"Workers is {Workers}; expected at least 1");
        if (faults.Count > 0) throw new ConfigurationException("replay: " + string.Join("; ", faults));
    }
}

/// <summary>A local folder of daily bars, loaded into memory.</summary>
/// <remarks>Every data row is in <see cref="Bars"/> or <see cref="Rejected"/>; an unusable file counts as one rejected row.</remarks>
public sealed class ReplayFolder
{
    public const string SourceName = "replay";
    public const string IndexName = "REPLAY";
    internal const string NoBars = "no bars in the folder";

    private ReplayFolder(LoadedFile[] files, string folder)
    {
        var merged = MergedFiles.Of(files);
        (Bars, Rejected, InputRows, Splits) = (merged.Bars, merged.Rejected, files.Sum(f => f.Rows), merged.Splits);
        (DependsOnDay, Constituents) = (files.Any(f => f.DependsOnDay), ReplayConstituents.In(folder, Bars.Symbols));
    }

    public Bars Bars { get; }

    /// <summary>In order of file names, then lines.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; }

    /// <summary>Number of data rows without blank lines, plus one per unusable file.</summary>
    public long InputRows { get; }

    /// <summary>The splits, stated by the files, that older prices were adjusted for.</summary>
    public IReadOnlyList<string> Splits { get; }

    /// <summary>Whether it might be read differently on a later day: a date is in the future, or the order of dates follows from the actual date.</summary>
    public bool DependsOnDay { get; }

    /// <summary>Symbols with at least one bar, ordinal order.</summary>
    public IReadOnlyList<string> Symbols => Bars.Symbols;

    /// <summary>The newest date with a bar, which is the current date of a replay.</summary>
    public DateOnly? NewestSession => Bars.Count == 0 ? null : Day.Date(Newest(Bars.Days));

    /// <summary>Members by index; without <c>constituents.csv</c> all symbols are members of <see cref="IndexName"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IndexMember>> Constituents { get; }

    /// <exception cref="ConfigurationException">The folder is missing, unreadable or contains no bar files.</exception>
    /// <exception cref="DataUnfitException">No file is usable, or <c>constituents.csv</c> is malformed.</exception>
    public static Task<ReplayFolder> LoadAsync(ReplayOptions options, CancellationToken ct) => Task.Run(() => Load(options, ct), ct);

    /// <summary>The requested bars, and the requests that cannot be served.</summary>
    public Fetched Fetch(IReadOnlyList<BarRequest> requests) => ReplayQuery.Run(requests, this);

    private static ReplayFolder Load(ReplayOptions options, CancellationToken ct)
    {
        options.Validate();
        var files = LoadAll(options, ct);
        if (files.All(f => f.IsUnusable)) throw NothingUsable(options.Folder, files);
        return new ReplayFolder(files, options.Folder);
    }

    private static LoadedFile[] LoadAll(ReplayOptions options, CancellationToken ct)
    {
        var paths = ReplayFiles.In(options.Folder);
        var files = new LoadedFile[paths.Length][];
        var rules = new BarRules(options.Today);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct };
        Parallel.For(0, paths.Length, parallel, i => files[i] = Load(paths[i], rules, options, ct));
        return [.. files.SelectMany(f => f)];
    }

    /// <summary>A file, or every file of an archive.</summary>
    private static LoadedFile[] Load(BarFile file, BarRules rules, ReplayOptions options, CancellationToken ct)
    {
        if (file.IsParquet) return [ArrowBarReader.Load(file, rules, options, ct)];
        try
        {
            using var reader = new BarFileReader();
            var entries = reader.Expand(file);
            return entries.Count > 0 ? [.. entries.Select(e => CsvBarReader.Load(e, reader, rules, options))]
                : [LoadedFile.Unusable(file, new(0, "the archive holds no .csv or .txt file; expected files of bars"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [LoadedFile.Unusable(file, new(0, $"the archive cannot be read ({e.GetType().Name})"))];
        }
    }

    private static DataUnfitException NothingUsable(string folder, LoadedFile[] files)
    {
        const int maxShown = 3;
        var faults = files.Take(maxShown).Select(f => $"{f.Name}: {f.Rejected[0].Reason}");
        var more = files.Length > maxShown ? $"; and {files.Length - maxShown} more" : "";
        return new($"replay folder {folder}: found no usable file; {Plural.Of(files.Length, "file")} rejected: {string.Join("; ", faults)}{more}");
    }

    private static int Newest(ReadOnlySpan<int> days)
    {
        var newest = days[0];
        foreach (var day in days) newest = Math.Max(newest, day);
        return newest;
    }
}
