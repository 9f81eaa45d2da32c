using System.Security.Cryptography;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>The environment of a command; tests pass their own.</summary>
public sealed record CommandContext(Settings Settings, IRunServices RunServices, JobKinds Kinds, TextWriter Output, TextWriter Error)
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Reads a key without echo, Ctrl-C included; null unless input and output are a terminal.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Columns of the terminal to which the output goes; null when it is none.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Columns into which tables are fitted: <c>COLUMNS</c>, else those of the terminal; null for any number.</summary>
    public int? Width => Settings.Columns ?? TerminalWidth;

    /// <summary>Whether the output is a terminal with colors and cursor movement.</summary>
    public bool Terminal { get; init; }

    /// <summary>The same of the error output.</summary>
    public bool ErrorTerminal { get; init; }

    /// <summary>The progress of long work that writes its result to the output.</summary>
    internal ProgressLine ShowProgress() => new(ErrorTerminal ? Error : null, Time);

    /// <summary>Creates the data root and takes its lock, for a command that changes it outside a run.</summary>
    internal Task<RunLock> TakeLockAsync(string runId, TimeSpan wait, CancellationToken ct)
    {
        Settings.Data.Create();
        return RunLock.TakeAsync(new RunLedger(Settings.Data.Runs, Error), Settings.Data, runId, wait, ct);
    }

    /// <param name="path">The value of <c>--jobs</c>; null for <c>jobs.yaml</c> in the root of the project.</param>
    public JobFile ReadJobs(string? path) => new JobFileReader(Kinds).Read(JobsPath(path));

    /// <summary>The first 16 digits of the job file's SHA-256; null when it cannot be read.</summary>
    public string? JobsHash(string? path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(JobsPath(path))))[..16];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string JobsPath(string? path) => path ?? Local(Path.Combine(Settings.Home, "jobs.yaml"));

    /// <summary>A path relative to the current directory if it is inside it.</summary>
    public static string Local(string path) =>
        Path.GetRelativePath(Directory.GetCurrentDirectory(), path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
}
