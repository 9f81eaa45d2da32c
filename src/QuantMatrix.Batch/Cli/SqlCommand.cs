using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs SQL over the lake and the published tables: an argument, a file, the standard input, or statements typed on a terminal.</summary>
[Verb("sql", HelpText = "Query the lake and the published tables in SQL.")]
public sealed record SqlCommand : TableCommand
{
    private const string StandardInput = "-";

    [Value(0, MetaName = "QUERY", HelpText = "SQL as one argument; statements end with semicolons; - reads the standard input; none is a prompt.")]
    public string? Sql { get; init; }

    [Option('f', "file", MetaValue = "FILE", HelpText = "Run the statements of FILE instead.")]
    public string? File { get; init; }

    [Option("allow-files", HelpText = "Open other files, extensions, settings and the network to SQL.")]
    public bool AllowFiles { get; init; }

    [Option("known-at", MetaValue = "TIME", HelpText = "Use the tables as they were known at a date or a time in UTC.")]
    public string? Known { get; init; }

    private SqlAccess Access => new(AllowFiles) { Known = OptionValues.Known("--known-at", Known) };

    public override Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        Check(context);
        if (Sql is null && File is null) Prompt(context, ct);
        else RunAll(context, ct);
        return Task.FromResult(ExitCode.Ok);
    }

    private void Check(CommandContext context)
    {
        if (Sql is not null && File is not null) throw new UsageException("QUERY and --file are both set; expected only one");
        if (Sql is not null || File is not null) return;
        if (context.ReadKey is null) throw new UsageException("missing argument QUERY; expected sql QUERY, sql --file FILE, or sql - for the standard input");
        if (Out is not null) throw new UsageException("--out needs a query; expected sql QUERY --out FILE");
    }

    private void RunAll(CommandContext context, CancellationToken ct)
    {
        var text = Text(context);
        var statements = SqlStatement.Split(text);
        if (statements.Count == 0) throw new UsageException("the query is empty; expected SQL, like \"SELECT * FROM price_data LIMIT 5\"");
        Print(context, Access, printer =>
        {
            foreach (var statement in statements) Run(printer, statement, statement == statements[^1], ct);
        });
    }

    /// <summary>A fault of a script says on which line its statement begins.</summary>
    private void Run(StatementPrinter printer, SqlStatement statement, bool isLast, CancellationToken ct)
    {
        try
        {
            printer.Run(statement.Text, isLast, ct);
        }
        catch (UsageException e) when (File is not null || Sql == StandardInput)
        {
            throw new UsageException($"{File ?? "standard input"}:{statement.Line}: {e.Message}", e);
        }
    }

    private string Text(CommandContext context)
    {
        try
        {
            return File is not null ? System.IO.File.ReadAllText(File) : Sql == StandardInput ? context.Input.ReadToEnd() : Sql!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file {File}: cannot be read: {e.Message}", e);
        }
    }

    private void Prompt(CommandContext context, CancellationToken ct) => Print(context, Access, printer =>
        new SqlPrompt(context, statement => printer.Run(statement, isLast: false, ct)).Run());
}
