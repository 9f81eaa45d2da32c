using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Where a benchmark finds the project and puts what it makes: the project's root, a kept folder and a passing one.</summary>
internal sealed class Workshop : IDisposable
{
    public Workshop(string home)
    {
        Home = Path.GetFullPath(home);
        Calendar = CalendarFiles.Read(Home);
    }

    public string Home { get; }

    public SessionCalendar Calendar { get; }

    /// <summary>Outlives the benchmark, git-ignored; delete it to have its content made anew.</summary>
    public string Kept => Path.Combine(Home, ".build", "bench");

    /// <summary>Gone when the benchmark ends.</summary>
    public string Passing { get; } = Directory.CreateTempSubdirectory("qm-bench-").FullName;

    /// <summary>A bench's measuring part in a process of its own, with the settings of a run.</summary>
    public async Task<(Samples Samples, ChildProcess Process)> MeasureAsync(string bench, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["QM_HOME"] = Home };
        var process = await ChildProcess.RunAsync([typeof(Workshop).Assembly.Location, "measure", bench, .. arguments], variables);
        return (Samples.Read(process.Output), process);
    }

    public void Dispose() => Directory.Delete(Passing, recursive: true);
}
