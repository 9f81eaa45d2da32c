namespace QuantMatrix.Batch.Cli;

/// <summary>One word of the command line with its options.</summary>
public interface ICommand
{
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(CommandContext context, CancellationToken ct);
}
