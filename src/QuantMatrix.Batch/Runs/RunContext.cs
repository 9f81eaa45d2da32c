using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Runs;

/// <summary>What every job of a run works with; opened once a run and closed with it.</summary>
public sealed class RunContext(RunStart start) : IDisposable
{
    public string RunId => start.RunId;

    /// <summary>The session the run works for; the same for every job.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Whether somebody asked for that session, rather than for the newest one.</summary>
    public bool AsOfGiven => start.AsOf is not null;

    public Settings Settings => start.Settings;

    public int Workers => start.Workers;

    public TimeProvider Time => start.Time;

    public MarketSettings Market => start.Market;

    public CheckSettings Checks => start.Checks;

    public required SessionCalendar Calendar { get; init; }

    public required IRunSources Sources { get; init; }

    /// <summary>Tickers that companies changed.</summary>
    public IReadOnlyList<Rename> Renames { get; init; } = [];

    public required DataLake Lake { get; init; }

    public required ITables Tables { get; init; }

    public required ISets Sets { get; init; }

    /// <summary>Saves the broker's newest report in a file, whole or not at all; null when nobody gave a token.</summary>
    public Func<string, CancellationToken, Task>? FetchReport { get; init; }

    /// <summary>The symbols the night works for, once a job of this run has worked them out; from then on no job asks the sets again.</summary>
    public IReadOnlyList<string>? Tracked { get; set; }

    /// <summary>Who else is told how the run goes, beside the console and the report file.</summary>
    public IReadOnlyList<IRunSink> Sinks { get; init; } = [];

    /// <summary>What is closed with the run, beside the lake.</summary>
    public IReadOnlyList<IDisposable> Closing { get; init; } = [];

    public void Dispose()
    {
        Lake?.Dispose();
        Sources?.Dispose();
        foreach (var room in Closing) room.Dispose();
    }
}
