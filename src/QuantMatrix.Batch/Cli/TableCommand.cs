using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;

namespace QuantMatrix.Batch.Cli;

/// <summary>A command that prints tables; the options are those of every such command.</summary>
public abstract record TableCommand : ICommand
{
    [Option("format", MetaValue = "FORMAT", HelpText = "table, line, csv, json, md, xlsx or parquet (default: by the extension of --out, else table).")]
    public string? Format { get; init; }

    [Option("columns", MetaValue = "LIST", HelpText = "Show these columns, in this order, like symbol,close,rsi_14.")]
    public string? Columns { get; init; }

    [Option("width", MetaValue = "N", HelpText = "Fit a table into N columns (default: COLUMNS, else the terminal's width; none in a pipe).")]
    public string? Width { get; init; }

    [Option("all", HelpText = "Show every row of a fitted table instead of the first 40.")]
    public bool All { get; init; }

    [Option("out", MetaValue = "FILE", HelpText = "Write to FILE, which appears when it is complete.")]
    public string? Out { get; init; }

    [Option("overwrite", HelpText = "Replace FILE if it exists.")]
    public bool Overwrite { get; init; }

    [Option("bom", HelpText = "Begin csv with a byte order mark, for Excel.")]
    public bool Bom { get; init; }

    public abstract Task<int> RunAsync(CommandContext context, CancellationToken ct);

    /// <summary>Prints a table that is in memory.</summary>
    private protected void Print(CommandContext context, ResultTable table)
    {
        using var writer = new TableWriter(TableOptions.Read(this, context.Width), context.Output);
        writer.Write(table);
        writer.Complete();
    }

    /// <summary>Prints the rows of a query.</summary>
    private protected void Print(CommandContext context, string query, CancellationToken ct)
    {
        var options = TableOptions.Read(this, context.Width);
        using var sql = context.RunServices.OpenSql(context.Settings);
        using var writer = new TableWriter(options, context.Output);
        if (options.Format == TableFormat.Parquet) writer.Write(draft => sql.Export(options.Select(query), draft, ct));
        else Write(writer, sql, query, ct);
        writer.Complete();
    }

    private static void Write(TableWriter writer, ISqlConnection sql, string query, CancellationToken ct)
    {
        using var rows = new QueryRows(sql, query, ct);
        writer.Write(ResultTable.Read(rows, ct));
    }
}
