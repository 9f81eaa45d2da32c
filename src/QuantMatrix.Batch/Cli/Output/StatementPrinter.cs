using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Runs statements on one connection, one after the other, and prints the rows of each, with an empty line between tables.</summary>
internal sealed class StatementPrinter(ISqlConnection sql, TableWriter writer, TableOptions options)
{
    private bool hasPrinted;

    public ISqlConnection Sql => sql;

    /// <summary>Prints a table that is in memory.</summary>
    public void Write(ResultTable table) => writer.Write(table);

    /// <param name="isLast">A workbook and a Parquet file hold the rows of the last statement.</param>
    public void Run(string statement, bool isLast, CancellationToken ct)
    {
        if (options.Format == TableFormat.Parquet && isLast)
        {
            sql.Export(options.Select(statement), writer.Draft!, ct);
            return;
        }
        using var rows = new QueryRows(sql, statement, ct);
        if (rows.Names.Count == 0) return;
        if (options.IsBinary && !isLast)
            throw new UsageException($"--format {SnakeCase.Of($"{options.Format}")} holds one table; a statement before the last one returns rows");
        if (hasPrinted) writer.WriteLine();
        hasPrinted = true;
        writer.Write(ResultTable.Read(rows, ct));
    }
}
