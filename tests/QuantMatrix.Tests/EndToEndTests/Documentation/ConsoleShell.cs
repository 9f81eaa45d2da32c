using System.Diagnostics;

namespace QuantMatrix.Tests.EndToEndTests.Documentation;

/// <summary>One shell for all commands of a document, in a folder that looks like a fresh clone: <c>./run.sh</c> runs the program under test.</summary>
internal sealed class ConsoleShell : IDisposable
{
    private const string Done = "__done__";

    private readonly TempFolder folder = new();
    private readonly Process shell;

    /// <param name="variables">Added to an environment without any of the program's own variables.</param>
    public ConsoleShell(IReadOnlyDictionary<string, string> variables)
    {
        Lay();
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        Executable.RemoveSettings(start);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        shell = Process.Start(start)!;
        shell.StandardInput.WriteLine("exec 2>&1");
    }

    /// <summary>What the command prints, both streams together.</summary>
    public async Task<string> RunAsync(string command)
    {
        await shell.StandardInput.WriteLineAsync($"{command}\nprintf '\\n{Done}\\n'");
        await shell.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(Wait.Limit);
        var lines = new List<string>();
        while (await shell.StandardOutput.ReadLineAsync(limit.Token) is { } line && line != Done) lines.Add(line);
        if (lines is [.., ""]) lines.RemoveAt(lines.Count - 1);
        return string.Concat(lines.Select(line => line + "\n")).Replace(folder.Path + "/", "", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        if (!shell.WaitForExit(Wait.Limit)) shell.Kill(entireProcessTree: true);
        shell.Dispose();
        folder.Dispose();
    }

    /// <summary>The committed files as links, and the two scripts over the program that this test run built.</summary>
    private void Lay()
    {
        Directory.CreateDirectory(folder["data"]);
        foreach (var entry in new[] { "sql", "docs", "src", "jobs.yaml", "data/sample", "data/calendar", "data/constituents" })
            File.CreateSymbolicLink(folder[entry], Path.Combine(Fixtures.Repository, entry));
        File.CreateSymbolicLink(folder["statements"], Fixtures.Path("ibkr"));
        Script("run.sh", $"QM_HOME='{folder.Path}' exec dotnet '{Path.Combine(AppContext.BaseDirectory, "quantmatrix.dll")}' \"$@\"");
        Script("test.sh", "echo '1 passed, 0 failed, 0 skipped'   # the tests do not run themselves");
    }

    private void Script(string name, string text)
    {
        File.WriteAllText(folder[name], $"#!/usr/bin/env bash\n{text}\n");
        File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
