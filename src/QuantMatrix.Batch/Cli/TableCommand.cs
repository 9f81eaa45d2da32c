using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Lake;

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

    /// <summary>Whether an option wants a table where the command otherwise prints lines of its own.</summary>
    private protected bool IsTable => (Format ?? Out ?? Columns ?? Width) is not null;

    public abstract Task<int> RunAsync(CommandContext context, CancellationToken ct);

    /// <summary>Prints a table that is in memory.</summary>
    private protected void Print(CommandContext context, ResultTable table)
    {
        using var writer = new TableWriter(TableOptions.Read(this, context.Width), context.Output);
        writer.Write(table);
        writer.Complete();
    }

    /// <summary>Prints the rows of a query.</summary>
    private protected void Print(CommandContext context, string query, CancellationToken ct) =>
        Print(context, new(), printer => printer.Run(query, isLast: true, ct));

    /// <param name="run">Runs statements.</param>
    private protected void Print(CommandContext context, SqlAccess access, Action<StatementPrinter> run)
    {
        var options = TableOptions.Read(this, context.Width);
        using var writer = new TableWriter(options, context.Output);
        using var sql = context.RunServices.OpenSql(context.Settings, access with { Written = writer.Draft });
        run(new(sql, writer, options));
        writer.Complete();
    }
}
