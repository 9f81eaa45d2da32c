using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Folders of a benchmark run: the project root, a cache and a temporary folder.</summary>
internal sealed class BenchEnvironment : IDisposable
{
    public BenchEnvironment(string home)
    {
        Home = Path.GetFullPath(home);
        Calendar = CalendarFiles.Read(Home);
    }

    public string Home { get; }

    public SessionCalendar Calendar { get; }

    /// <summary>Kept between runs and git-ignored; delete it to regenerate its content.</summary>
    public string Cache => Path.Combine(Home, ".build", "bench");

    /// <summary>Deleted when the benchmark ends.</summary>
    public string Temp { get; } = Directory.CreateTempSubdirectory("qm-bench-").FullName;

    /// <summary>Runs a benchmark's measuring part in a separate process, with the settings of a run.</summary>
    public async Task<(Measurements Measurements, ChildProcess Process)> MeasureAsync(string bench, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["QM_HOME"] = Home };
        var process = await ChildProcess.RunAsync([typeof(BenchEnvironment).Assembly.Location, "measure", bench, .. arguments], variables);
        return (Measurements.Read(process.Output), process);
    }

    public void Dispose() => Directory.Delete(Temp, recursive: true);
}
