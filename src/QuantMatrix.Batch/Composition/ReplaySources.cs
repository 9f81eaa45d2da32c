using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>Bars and member lists of one folder: <c>QM_REPLAY</c>, or the committed sample when nothing else is configured.</summary>
internal sealed class ReplaySources : IRunSources
{
    private readonly RunStart start;
    private readonly SessionCalendar calendar;
    private readonly DataLake lake;
    private readonly OpenedOnce<ReplaySource> source;

    public ReplaySources(RunStart start, SessionCalendar calendar, DataLake lake)
    {
        (this.start, this.calendar, this.lake) = (start, calendar, lake);
        var settings = start.Settings;
        IsSample = settings.Source == SourceChoice.Auto && IsDefault && SyntheticMarket.NeedsFilling(settings.Replay);
        Folder = IsSample ? Path.Combine(settings.Home, "data", "sample") : settings.Replay;
        source = new(OpenAsync);
    }

    public bool IsLocal => true;

    public string Folder { get; }

    /// <summary>Whether the committed sample of real bars is replayed: no source is configured and the default folder holds no bars.</summary>
    public bool IsSample { get; }

    private bool IsDefault => start.Settings.Replay == start.Settings.Data.Replay;

    /// <summary>The folder's newest date with a bar, which is the current date of a replay; null when it has none.</summary>
    public async Task<DateOnly?> NewestSessionAsync(CancellationToken ct) => (await source.GetAsync(ct)).NewestSession;

    public async Task<IBarSource> BarsAsync(CancellationToken ct) => await source.GetAsync(ct);

    /// <summary>Those of the folder; a synthetic market makes them from its daily bars.</summary>
    public async Task<IIntradaySource> IntradayAsync(CancellationToken ct)
    {
        if (IntradayFolder.IsIn(Folder)) return new IntradayFolder(Options(Folder, DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime), start));
        return start.Settings.Source == SourceChoice.Synthetic ? new SyntheticIntraday(await source.GetAsync(ct))
            : throw new ConfigurationException($"{CommandContext.Local(Folder)} has no directory {IntradayFolder.Name}; "
                + "expected one with CSV or Parquet files of 5-minute bars, whose column of dates has times");
    }

    public void Renew() => source.Renew();

    public async Task<IReadOnlyList<IConstituentSource>> ConstituentsAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> pages, CancellationToken ct) =>
        [new ReplayConstituents((await source.GetAsync(ct)).Constituents)];

    public void Dispose()
    {
    }

    /// <summary>Reads a folder, or recalls what it holds when no file has changed since.</summary>
    public static Task<ReplaySource> ReadAsync(string folder, DateOnly today, RunStart start, CancellationToken ct) =>
        ReplaySource.OpenAsync(Options(folder, today, start), Path.Combine(start.Settings.Data.Runs, "replay.memo"), ct);

    private static ReplayOptions Options(string folder, DateOnly today, RunStart start) => new()
    {
        Folder = folder, Today = today, Workers = start.Workers, OpenParquet = ParquetFile.Read, Stamp = FileStamp.Settled,
        Calendar = CalendarFiles.Read(start.Settings.Home), Dates = start.Settings.ReplayDates, IsReadOnly = start.IsReadOnly,
    };

    private async Task<ReplaySource> OpenAsync(CancellationToken ct)
    {
        if (!IsDefault && !Directory.Exists(Folder))
            throw new ConfigurationException($"QM_REPLAY: {Folder} is not a directory; expected one with CSV or Parquet files of bars");
        if (!IsSample && SyntheticMarket.NeedsFilling(Folder)) await FillAsync(ct);
        var replay = await ReadAsync(Folder, DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime), start, ct);
        if (IsSample) AnnounceSample(replay.NewestSession);
        return replay;
    }

    /// <summary>The sample is for a first run. A lake with newer bars was filled from another source, whose key or folder is missing now.</summary>
    private void AnnounceSample(DateOnly? newest)
    {
        var why = $"no provider key is set and {CommandContext.Local(start.Settings.Replay)} holds no bars";
        if (SessionChoice.NewestStored(lake) is { } stored && stored > newest)
            throw new ConfigurationException($"{why}; the sample ends {newest:yyyy-MM-dd} and the lake already holds bars up to {stored:yyyy-MM-dd}. "
                + "Set a key, QM_REPLAY or QM_SOURCE");
        start.Output.WriteLine($"{why}: replaying {CommandContext.Local(Folder)}, real bars up to {newest:yyyy-MM-dd}; "
            + "QM_REPLAY replays another folder, QM_SOURCE=synthetic generates one");
    }

    private async Task FillAsync(CancellationToken ct)
    {
        if (start.IsReadOnly) throw new DataUnfitException($"{CommandContext.Local(Folder)} holds no bars yet; the first run generates them");
        if (start.Settings.Source != SourceChoice.Synthetic)
            throw new ConfigurationException($"{Folder} holds no bars; expected CSV or Parquet files of bars, or QM_SOURCE=synthetic to generate a market");
        var lists = new FileConstituents(start.Settings.Home);
        var options = new SyntheticOptions
        {
            Constituents = lists.Indices.ToDictionary(i => i, i => lists.Read(i).Symbols), Benchmark = start.Market.Benchmark, Workers = start.Workers,
        };
        start.Output.WriteLine($"{CommandContext.Local(Folder)} holds no bars: generating SYNTHETIC ones (source = 'synthetic')");
        await SyntheticMarket.FillAsync(Folder, options, calendar, ct);
    }
}
