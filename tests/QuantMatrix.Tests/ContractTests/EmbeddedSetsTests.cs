using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

public sealed class EmbeddedSetsTests : SetsContract, IDisposable
{
    private readonly EmbeddedTrial _trial = new();

    public EmbeddedSetsTests() => Sets = _trial.Open().Sets;

    protected override ISets Sets { get; }

    protected override Task PassAsync(TimeSpan time)
    {
        _trial.Clock.Advance(time);
        return Task.CompletedTask;
    }

    public void Dispose() => _trial.Dispose();
}
