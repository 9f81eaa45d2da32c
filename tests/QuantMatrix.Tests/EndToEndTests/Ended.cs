using System.Diagnostics;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The outcome of a call of a program.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>Both outputs.</summary>
    public string Text => Output + Error;

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Ended> OfAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Wait.Limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Checks the exit code and parts of the text, and that no stack trace is shown.</summary>
    public void ShouldBe(int code, params string[] parts)
    {
        Code.ShouldBe(code, Text);
        Text.ShouldNotContain("   at ");
        foreach (var part in parts) Text.ShouldContain(part);
    }
}
