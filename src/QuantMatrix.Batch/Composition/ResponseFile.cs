using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Embedded;

namespace QuantMatrix.Batch.Composition;

/// <summary>The file of provider responses and call counts. One that is damaged is renamed, and a new one begun: it can be rebuilt by calls.</summary>
internal sealed class ResponseFile(string path, RunStart start, TargetOptions options) : IDisposable
{
    private readonly EmbeddedTarget target = new(path, [], start.Time, options with { Statements = [] });
    private bool wasDamaged;

    public ISets Sets => target.Sets;

    public void Dispose() => target.Dispose();

    /// <summary>Renames the file, once per run.</summary>
    public Task SetAsideAsync(DataUnfitException fault, CancellationToken ct) => target.WhileClosedAsync(() =>
    {
        if (wasDamaged || options.IsReadOnly || !File.Exists(path)) return;
        wasDamaged = true;
        File.Move(path, $"{path}.damaged", overwrite: true);
        File.Delete($"{path}.wal");
        start.Output.WriteLine($"{path} is damaged; renamed to {Path.GetFileName(path)}.damaged. Responses of the last hour are fetched again, "
            + $"and today's calls are counted from zero, so that a provider's daily budget may be exceeded. {fault.Message.Split("Found: ")[^1]}");
    }, ct);
}
