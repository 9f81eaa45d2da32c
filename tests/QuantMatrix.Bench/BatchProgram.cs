using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Bench;

/// <summary>The program itself, silent, over a data root and a replay folder.</summary>
internal static class BatchProgram
{
    /// <summary>Inside this process.</summary>
    /// <exception cref="InvalidOperationException">It did not end with exit code 0.</exception>
    public static async Task RunAsync(Workshop workshop, string data, string replay, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var settings = new Settings { Home = workshop.Home, Data = new DataRoot(data), Replay = replay, Source = SourceChoice.Synthetic };
        using var said = new StringWriter();
        var code = await new Application(() => new CommandContext(settings, new RunServices(said), JobKinds.Standard, said, said), said, said).RunAsync(arguments, ct);
        if (code != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)}: exit {code}\n{said}");
    }

    /// <summary>As a whole process, after the build.</summary>
    /// <exception cref="InvalidOperationException">It did not end with exit code 0.</exception>
    public static Task<ChildProcess> RunAloneAsync(Workshop workshop, string data, string replay, IReadOnlyList<string> arguments, string? postgres = null) =>
        ChildProcess.RunAsync([Path.Combine(workshop.Home, ".build", "quantmatrix", "quantmatrix.dll"), .. arguments],
            new Dictionary<string, string>
            {
                ["QM_HOME"] = workshop.Home, ["QM_DATA"] = data, ["QM_REPLAY"] = replay, ["QM_SOURCE"] = "synthetic", ["QM_POSTGRES"] = postgres ?? "",
            });
}
