namespace QuantMatrix.Batch.Cli;

/// <summary>One word of the command line with its options.</summary>
public interface IVerb
{
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(Session session, CancellationToken cancel);
}
