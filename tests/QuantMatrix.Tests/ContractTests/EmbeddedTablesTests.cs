using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

public sealed class EmbeddedTablesTests : TablesContract, IDisposable
{
    private readonly EmbeddedTrial _trial = new();

    protected override ITables Open(Catalogue catalogue) => _trial.Open(catalogue).Tables;

    protected override FakeTimeProvider Clock => _trial.Clock;

    protected override IReadOnlyList<string> Rows(string sql) => _trial.Rows(sql);

    protected override void Change(string sql) => _trial.Change(sql);

    public void Dispose() => _trial.Dispose();
}
