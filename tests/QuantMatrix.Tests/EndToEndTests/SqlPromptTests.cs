using System.Diagnostics;
using System.Text;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The prompt of <c>sql</c> on a real pseudo-terminal, by <c>script</c>.</summary>
public sealed class SqlPromptTests : IDisposable
{
    private const string Up = "\u001B[A";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Statements_are_typed_corrected_and_recalled()
    {
        var first = await TypeAsync("SELECT 40 +\r", "2 AS answer;\r", "SELECT nothing_here;\r", $"{Up}{Up}\r", "SELECT 7 AS seven;\r", "\u0004");
        first.ShouldContain("│     42 │");
        first.ShouldContain("│ answer │");
        first.ShouldContain("Referenced column \"nothing_here\"");
        first.ShouldContain("│     7 │");
        var second = await TypeAsync($"{Up}\r", "exit\r");
        second.ShouldContain("│     7 │");
    }

    /// <summary>What the program writes to the terminal; each text is typed at an empty prompt.</summary>
    private async Task<string> TypeAsync(params string[] keys)
    {
        var program = $"dotnet {Path.Combine(AppContext.BaseDirectory, "quantmatrix.dll")} sql";
        var start = new ProcessStartInfo("script", ["-qefc", program, "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        Executable.RemoveSettings(start);
        (start.Environment["QM_HOME"], start.Environment["QM_DATA"], start.Environment["TERM"]) = (Fixtures.Repository, folder["data"], "xterm");
        (start.Environment["XDG_STATE_HOME"], start.Environment["COLUMNS"]) = (folder["state"], "80");
        using var process = Process.Start(start)!;
        var screen = new StringBuilder();
        var reading = ReadAsync(process.StandardOutput, screen);
        foreach (var text in keys)
        {
            await Wait.UntilAsync(() => Text(screen).EndsWith("> \u001B[K", StringComparison.Ordinal) || process.HasExited);
            lock (screen) screen.Append('\n'); // so that this prompt is not taken for the next one
            await process.StandardInput.WriteAsync(text);
            await process.StandardInput.FlushAsync();
        }
        using var limit = new CancellationTokenSource(Wait.Limit);
        await process.WaitForExitAsync(limit.Token);
        await reading;
        process.ExitCode.ShouldBe(0, Text(screen));
        return Text(screen);
    }

    private static async Task ReadAsync(TextReader from, StringBuilder screen)
    {
        var buffer = new char[1024];
        while (await from.ReadAsync(buffer) is var count and > 0)
            lock (screen) screen.Append(buffer, 0, count);
    }

    private static string Text(StringBuilder screen)
    {
        lock (screen) return screen.ToString();
    }
}
