using System.Xml;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>A report in a file that was read to its end once: whole, and known by its statements. Their rows come in a second pass.</summary>
public sealed class FlexReport
{
    private readonly string file;

    private FlexReport(string file, IReadOnlyList<AccountStatement> statements) => (this.file, Statements) = (file, statements);

    /// <summary>In the report's order.</summary>
    public IReadOnlyList<AccountStatement> Statements { get; }

    /// <summary>What the second pass met.</summary>
    public FlexTally Tally { get; } = new();

    /// <exception cref="DataUnfitException">The file is cut, is no XML or holds a DTD, or is no report.</exception>
    public static FlexReport Open(string file)
    {
        try
        {
            using var reader = new FlexReader(file, new FlexTally());
            var statements = new List<AccountStatement>();
            while (reader.Next() is { } head) statements.Add(reader.Survey(head));
            return statements.Count > 0 ? new FlexReport(file, statements) : throw new DataUnfitException($"{file}: the report holds no statement; expected one an account");
        }
        catch (XmlException e)
        {
            throw new DataUnfitException($"{file}: the report cannot be read: {e.Message.TrimEnd('.')}; nothing of it was taken", e);
        }
    }

    /// <summary>Each statement with its rows, in the report's order; the rows of one are to be read before the next.</summary>
    public IEnumerable<(AccountStatement Statement, IEnumerable<TableRows> Rows)> Read()
    {
        using var reader = new FlexReader(file, Tally);
        foreach (var statement in Statements)
        {
            reader.Next();
            yield return (statement, reader.Rows(statement));
        }
    }
}
