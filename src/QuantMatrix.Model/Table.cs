using Apache.Arrow;

namespace QuantMatrix.Model;

/// <summary>The shape of one published table.</summary>
public sealed record Table(string Name, string Comment, IReadOnlyList<string> Key, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>What happens to rows that a newer statement of the account omits.</summary>
    public RowRetention RowRetention { get; init; }

    /// <summary>How a row without an identifier of the broker is identified; null when every row has one, or the rows are always replaced.</summary>
    public MadeId? MadeId { get; init; }

    public string KeyList => string.Join(", ", Key);

    public string ColumnList => string.Join(", ", Columns.Select(c => c.Name));
}

/// <summary>An identifier made from the content of a row, which begins with <see cref="Prefix"/>.</summary>
/// <param name="Column">The key column that holds it.</param>
/// <param name="Content">The columns it is made from.</param>
public sealed record MadeId(string Column, IReadOnlyList<string> Content)
{
    public const string Prefix = "content:";

    /// <summary>Those of the content that are identifiers themselves: equal, or one of them not in the query.</summary>
    public IEnumerable<string> Identifiers => Content.Where(IsIdentifier);

    /// <summary>The other columns of the content.</summary>
    public IEnumerable<string> Facts => Content.Where(c => !IsIdentifier(c));

    private static bool IsIdentifier(string column) => column.EndsWith("_id", StringComparison.Ordinal);
}

/// <summary>One column of a published table; the comment becomes the column comment in the database.</summary>
public sealed record TableColumn(string Name, ColumnType Type, string Comment)
{
    public bool Required { get; init; }
}

/// <summary>Rows of a published table, with columns in the table's order.</summary>
public sealed record TableRows(Table Table, RecordBatch Rows);

/// <summary>How long rows from an account's statements are kept.</summary>
public enum RowRetention
{
    /// <summary>Permanently: historical events.</summary>
    Always,

    /// <summary>Until the account's next report date: the table holds what is open now.</summary>
    UntilNextReport,

    /// <summary>Permanently, but the account's newest statement for a report date replaces that date's rows.</summary>
    PerReportDate,

    /// <summary>Permanently, but the account's newest statement with such rows replaces those of the days it covers.</summary>
    PerDay,

    /// <summary>Permanently, but the account's newest statement for a period replaces that period's rows.</summary>
    PerPeriod,
}
