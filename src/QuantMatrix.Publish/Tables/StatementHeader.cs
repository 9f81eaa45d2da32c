using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>A row of <c>account_statements</c>: a statement, or the retirement of an account.</summary>
/// <param name="Generated">On the broker's clock.</param>
internal sealed record StatementHeader(string Account, DateOnly From, DateOnly To, DateTime Generated)
{
    public string? BaseCurrency { get; init; }

    /// <summary>Tables that the statement reports; null for a retirement.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    public DateOnly? PositionsDate { get; init; }

    /// <summary>Date of the positions from which this statement can be rolled forward; null for none.</summary>
    public DateOnly? PreviousPositions { get; init; }

    public DateOnly? PreviousSession { get; init; }

    public async Task WriteAsync(ITableConnection connection, Table table, string runId)
    {
        var staged = new StagedTable(connection, table);
        await staged.StageAsync(1, (row, _) =>
        {
            row.Add(Account);
            row.Add((DateOnly?)From);
            row.Add((DateOnly?)To);
            row.Add((DateTime?)Generated);
            row.Add(BaseCurrency);
            row.Add(Tables is null ? null : string.Join(' ', Tables.Order(StringComparer.Ordinal)));
            row.Add(PositionsDate);
            row.Add(PreviousPositions);
            row.Add(PreviousSession);
            row.Add((bool?)(Tables is null));
        });
        await staged.MergeAsync(runId);
    }
}
