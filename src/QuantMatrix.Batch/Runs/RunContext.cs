using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Runs;

/// <summary>What is fixed when a run begins.</summary>
/// <param name="AsOf">The session requested; null for the newest one of the source.</param>
/// <param name="Workers">The number of jobs, or parts of a job, that may run at the same time.</param>
public sealed record RunStart(string RunId, DateOnly? AsOf, int Workers, Settings Settings, TimeProvider Time)
{
    /// <summary>Whether any job needs bars or index members.</summary>
    public bool NeedsBars { get; init; } = true;

    /// <summary>By job, the only symbols to fetch; jobs without an entry fetch all of theirs.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Only { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>Only a forecast is made: nothing is created or changed, in the data root or on a server.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The lock of the data root; null when only a forecast is made.</summary>
    public RunLock? Lock { get; init; }

    /// <summary>How long to wait while another run publishes to a server.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Whether the run may be as of a session older than the published one, which stays published.</summary>
    public bool AllowOlder { get; init; }

    /// <summary>Whether an older session replaces the published one.</summary>
    public bool Republish { get; init; }

    /// <summary>Receives lines about decisions of the run, such as which source it uses.</summary>
    public TextWriter Output { get; init; } = TextWriter.Null;

    /// <summary>Receives the events of the providers' retries, circuit breakers and timeouts.</summary>
    public Polly.Telemetry.TelemetryListener? Resilience { get; init; }

    /// <summary>The job file whose settings the run uses.</summary>
    public JobFile File { get; init; } = JobFile.Empty;

    public MarketSettings Market => File.Market;

    public ProviderSettings Providers => File.Providers;

    public CheckSettings Checks => File.Checks;

    public FreshnessSettings Freshness => File.Freshness;

    public IReadOnlyList<WatchList> Watch => File.Watch;

    /// <summary>The run fetches bars itself, as a night does: it is judged by its own session.</summary>
    public bool FetchesBars { get; init; }
}

/// <summary>The sources of bars and index members of a run. Each is opened when a job first requests it and closed with the run.</summary>
/// <remarks>A source that cannot be opened fails every job that requests it, with the same exception, and no other job.</remarks>
public interface IRunSources : IDisposable
{
    /// <summary>Whether bars come from a folder, without provider calls.</summary>
    bool IsLocal { get; }

    /// <summary>The folder of bars and member lists; null for providers.</summary>
    string? Folder => null;

    Task<IBarSource> BarsAsync(CancellationToken ct);

    /// <summary>5-minute bars: of the same providers, or of the replay folder.</summary>
    Task<IIntradaySource> IntradayAsync(CancellationToken ct);

    /// <summary>Before a job is repeated: a source that could not be opened, or a provider that was down, is tried again.</summary>
    void Renew()
    {
    }

    /// <summary>Index members: those of the replay folder alone, or those of a live run.</summary>
    /// <param name="pages">Paths of Wikipedia pages by index.</param>
    /// <param name="ct">Cancels opening the source.</param>
    Task<IReadOnlyList<IConstituentSource>> ConstituentsAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> pages, CancellationToken ct);
}

/// <summary>The services of a run, shared by its jobs; opened at its start and closed at its end.</summary>
public sealed class RunContext(RunStart start) : IDisposable
{
    private readonly AsyncLocal<string?> job = new();

    public string RunId => start.RunId;

    /// <summary>The job that the calling code works for.</summary>
    public string Job
    {
        get => job.Value ?? "";
        set => job.Value = value;
    }

    /// <summary>Those of the symbols that the current job is to fetch.</summary>
    public IReadOnlyList<string> Chosen(IReadOnlyList<string> symbols) =>
        start.Only.TryGetValue(Job, out var only) ? [.. symbols.Where(only.Contains)] : symbols;

    /// <summary>The session of the run, the same for every job.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// The session that features, cache and screens show after the run: <see cref="AsOf"/>, or the published one when that is newer and stays.
    /// </summary>
    public DateOnly PublishedAsOf { get; init; }

    /// <summary>Whether the session was requested rather than the newest one.</summary>
    public bool AsOfGiven => start.AsOf is not null;

    public Settings Settings => start.Settings;

    public int Workers => start.Workers;

    public TimeProvider Time => start.Time;

    public MarketSettings Market => start.Market;

    public CheckSettings Checks => start.Checks;

    public FreshnessSettings Freshness => start.Freshness;

    public IReadOnlyList<WatchList> Watch => start.Watch;

    public JobFile File => start.File;

    /// <summary>When the sessions of this run's calendar must be published.</summary>
    /// <param name="hourUtc">Replaces <c>freshness.by</c>.</param>
    internal PublicationDeadline Deadline(int? hourUtc = null) =>
        new(Calendar, hourUtc is { } hour ? Freshness with { By = new(hour, 0), Tz = TimeZoneInfo.Utc } : Freshness,
            TimeSpan.FromMinutes(start.Providers.SettledAfterMinutes));

    /// <summary>Whether jobs of this run fetch bars.</summary>
    public bool FetchesBars => start.FetchesBars;

    public required SessionCalendar Calendar { get; init; }

    public required IRunSources Sources { get; init; }

    /// <summary>Ticker changes.</summary>
    public IReadOnlyList<Rename> Renames { get; init; } = [];

    public required DataLake Lake { get; init; }

    public required ITables Tables { get; init; }

    public required ISets Sets { get; init; }

    /// <summary>Runs queries over the lake and the published tables; no job of the run writes the embedded file meanwhile.</summary>
    public required Func<Action<ISqlConnection>, CancellationToken, Task> ReadSqlAsync { get; init; }

    /// <summary>The broker's configured queries.</summary>
    public IReadOnlyList<FlexSource> FlexSources { get; init; } = [];

    /// <summary>The tracked symbols, once a job of this run has determined them; null means that the published sets are read.</summary>
    public IReadOnlyList<string>? Tracked { get; set; }

    /// <summary>Records the outcome of the jobs and makes what they have written visible to readers; null when nothing is published.</summary>
    public Func<RunReport, Task>? PublishAsync { get; init; }

    /// <summary>Size and time of the published embedded file while all data are in it; null while it is written, or with a server.</summary>
    public Func<string?> PublishedState { get; init; } = () => null;

    /// <summary>Whether the run is one of a folder, of whole jobs, and not allowed to publish an older session.</summary>
    public bool IsRepeatable => start is { NeedsBars: true, Only.Count: 0, AllowOlder: false, Republish: false } && Sources is { IsLocal: true };

    /// <summary>Receivers of the events of the run, in addition to the console and the report file.</summary>
    public IReadOnlyList<IRunSink> Sinks { get; init; } = [];

    /// <summary>Disposed with the run, in addition to the lake.</summary>
    public IReadOnlyList<IDisposable> Closing { get; init; } = [];

    public void Dispose()
    {
        Lake?.Dispose();
        Sources?.Dispose();
        foreach (var resource in Closing) resource.Dispose();
    }
}
