using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

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
            return command is null ? ExitCode.Ok : await command.RunAsync(open(), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            error.WriteLine("stopped by a signal; retry later");
            return ExitCode.Temporary;
        }
        catch (Exception failure)
        {
            var code = ExitCode.Of(failure);
            error.WriteLine(code == ExitCode.Failed ? failure.ToString() : string.Join('\n', failure.Message.Split('\n').Select(Printable.Of)));
            return code;
        }
    }
}
