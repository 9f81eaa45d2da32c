using System.Xml;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>A report file. Opening it reads it once to the end, to validate it and list its statements; a second pass reads the rows.</summary>
public sealed class FlexReport
{
    private readonly string file;

    private FlexReport(string file, IReadOnlyList<AccountStatement> statements) => (this.file, Statements) = (file, statements);

    /// <summary>Statements in report order.</summary>
    public IReadOnlyList<AccountStatement> Statements { get; }

    /// <summary>Findings of the second pass.</summary>
    public FlexReadSummary Summary { get; } = new();

    /// <exception cref="DataUnfitException">The file is truncated, is malformed XML, contains a DTD, or is not a report.</exception>
    public static FlexReport Open(string file)
    {
        try
        {
            using var reader = new FlexReader(file, new FlexReadSummary());
            var statements = new List<AccountStatement>();
            while (reader.Next() is { } header) statements.Add(reader.Survey(header));
            return statements.Count > 0 ? new FlexReport(file, statements)
                : throw new DataUnfitException($"{file}: the report contains no statement; expected one per account");
        }
        catch (XmlException e)
        {
            throw new DataUnfitException($"{file}: unreadable report: {e.Message.TrimEnd('.')}; nothing was stored", e);
        }
    }

    /// <summary>Each statement with its rows, in report order; read the rows of one statement before moving to the next.</summary>
    public IEnumerable<(AccountStatement Statement, IEnumerable<TableRows> Rows)> Read()
    {
        using var reader = new FlexReader(file, Summary);
        foreach (var statement in Statements)
        {
            reader.Next();
            yield return (statement, reader.Rows(statement));
        }
    }
}
