using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli;

/// <summary>The program from arguments to exit code: every expected failure is a message, every other one a full stack.</summary>
public sealed class Application(Func<CommandContext> open, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        try
        {
            var verb = new CommandLineReader(output).Read(arguments);
            return verb is null ? ExitCode.Ok : await verb.RunAsync(open(), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            error.WriteLine("stopped by a signal; retry later");
            return ExitCode.Temporary;
        }
        catch (Exception failure)
        {
            var code = ExitCode.Of(failure);
            error.WriteLine(code == ExitCode.Failed ? failure.ToString() : failure.Message);
            return code;
        }
    }
}
