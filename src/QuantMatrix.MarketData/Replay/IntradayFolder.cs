using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>5-minute bars of a replay folder: the files of its subfolder <c>5m</c>, one per symbol or long ones with a column of symbols.</summary>
/// <remarks>
/// Files are those of daily bars with a time in the column of dates: that of the exchange, of an offset, or Unix time, at which the slot begins. Of two
/// rows for one slot the later one is used. Rows outside the session's hours are left out.
/// </remarks>
/// <param name="options">Of the folder of daily bars.</param>
public sealed class IntradayFolder(ReplayOptions options) : IIntradaySource
{
    /// <summary>The subfolder, which is no part of the daily bars.</summary>
    public const string Name = "5m";

    private readonly ReplayOptions files = options with { Folder = Path.Combine(options.Folder, Name) };

    public bool IsLocal => true;

    public string? Fingerprint => $"{ReplaySummary.ContentOf(files, CancellationToken.None)} {files.Today:O}";

    /// <summary>Whether a replay folder has 5-minute bars.</summary>
    public static bool IsIn(string folder) => Directory.Exists(Path.Combine(folder, Name));

    /// <exception cref="DataUnfitException">No file is usable.</exception>
    public async IAsyncEnumerable<IntradayFetched> FetchAsync(IReadOnlyList<IntradayRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        if (requests.Count == 0) yield break;
        var loaded = await Task.Run(() => Load(requests[0].Calendar, ct), ct);
        var rejected = loaded.SelectMany(f => f.Rejected).ToLookup(r => r.Symbol, StringComparer.Ordinal);
        var bars = loaded.SelectMany(f => f.Bars).GroupBy(b => b.Symbol, b => b.Bars, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.SelectMany(b => b).ToList(), StringComparer.Ordinal);
        foreach (var request in requests)
        {
            var found = bars.GetValueOrDefault(request.Symbol, []).Where(b => b.Day >= Day.Of(request.From) && b.Day <= Day.Of(request.To));
            IntradayBar[] series = [.. found.GroupBy(b => b.Key).OrderBy(g => g.Key).Select(g => g.Last())];
            List<RejectedRow> faults = [.. rejected[request.Symbol]];
            yield return series.Length > 0 ? new(request.Symbol, new(request.Symbol, series, ReplayFolder.SourceName), faults)
                : new(request.Symbol, null, faults, new(request.Symbol, $"no 5-minute bars in the folder {Name}"));
        }
    }

    private IntradayFile[] Load(SessionCalendar calendar, CancellationToken ct)
    {
        var paths = ReplayFiles.In(files.Folder);
        var loaded = new IntradayFile[paths.Length][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct };
        Parallel.For(0, paths.Length, parallel, i => loaded[i] = [.. IntradayFile.Load(paths[i], calendar, files, ct)]);
        IntradayFile[] all = [.. loaded.SelectMany(f => f)];
        return all.Any(f => f.Bars.Count > 0) ? all
            : throw new DataUnfitException($"replay folder {files.Folder}: found no usable file of 5-minute bars"
                + (all.SelectMany(f => f.Rejected).FirstOrDefault() is { } first ? $"; {first.File}: {first.Reason}" : ""));
    }
}
