using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Observe;

namespace QuantMatrix.Batch.Cli;

/// <summary>One command of the command line with its options.</summary>
public interface ICommand
{
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(CommandContext context, CancellationToken ct);
}

/// <summary>The program, from arguments to exit code. Expected failures print a message, bugs a stack trace.</summary>
public sealed class Application(Func<CommandContext> open, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        try
        {
            var command = new CommandLineReader(output).Read(arguments);
            return command is null ? ExitCode.Ok : await RunAsync(command, open(), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            error.WriteLine("stopped by a signal; retry later");
            return ExitCode.Temporary;
        }
        catch (Exception failure)
        {
            if (failure is UsageException) await UsageNotice.SendAsync(open, arguments, failure.Message);
            return Report(failure, error);
        }
    }

    /// <summary>Prints a failure, of a bug the stack trace.</summary>
    /// <returns>Its exit code.</returns>
    internal static int Report(Exception failure, TextWriter error)
    {
        var code = ExitCode.Of(failure);
        error.WriteLine(code == ExitCode.Failed ? failure.ToString() : string.Join('\n', failure.Message.Split('\n').Select(Printable.Of)));
        return code;
    }

    /// <summary>A run with invalid settings is refused and recorded, a diagnosis names them; every other command is refused.</summary>
    private static Task<int> RunAsync(ICommand command, CommandContext context, CancellationToken ct) =>
        context.Settings.Fault is { } fault && command is not (RunCommand { DryRun: false } or DoctorCommand)
            ? throw new Model.ConfigurationException(fault) : command.RunAsync(context, ct);
}
