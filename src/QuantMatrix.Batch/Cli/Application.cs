using QuantMatrix.Batch.Graph;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Cli;

/// <summary>The program from arguments to exit code: every expected failure is a message, every other one a full stack.</summary>
public sealed class Application(Func<Session> open, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        try
        {
            var verb = new CommandLineReader(output).Read(arguments);
            return verb is null ? ExitCode.Ok : await verb.RunAsync(open(), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            error.WriteLine("stopped by a signal; retry later");
            return ExitCode.Temporary;
        }
        catch (Exception failure)
        {
            var expected = failure is UsageException or ConfigurationException or DataUnfitException or TemporaryException;
            error.WriteLine(expected ? failure.Message : failure.ToString());
            return ExitCode.Of(failure);
        }
    }
}
