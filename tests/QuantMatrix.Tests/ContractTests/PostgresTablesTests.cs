using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

public sealed class PostgresTablesTests(PostgresTestDatabase database) : TablesContract, IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly PostgresTrial _trial = new(database.Connection);

    protected override ITables Open(Catalogue catalogue) => _trial.Open(catalogue).Tables;

    protected override FakeTimeProvider Clock => _trial.Clock;

    protected override IReadOnlyList<string> Rows(string sql) => _trial.Rows(sql);

    protected override void Change(string sql) => PostgresSql.Execute(_trial.Connection, sql);

    public void Dispose() => _trial.Dispose();
}
