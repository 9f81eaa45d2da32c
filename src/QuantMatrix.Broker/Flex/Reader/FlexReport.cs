using System.Xml;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>A report file. Opening it reads it once to the end, to validate it and list its statements; a second pass reads the rows.</summary>
public sealed class FlexReport
{
    private readonly string file;
    private readonly IReadOnlyList<FlexStatementFacts> facts;

    private FlexReport(string file, IReadOnlyList<FlexStatementFacts> facts)
    {
        (this.file, this.facts) = (file, facts);
        Statements = [.. facts.Select(f => f.Statement)];
    }

    /// <summary>Statements in report order.</summary>
    public IReadOnlyList<AccountStatement> Statements { get; }

    /// <summary>Findings of the second pass.</summary>
    public FlexReadSummary Summary { get; } = new();

    /// <param name="today">The day of the broker's clock, by which ambiguous dates of a new report are told apart.</param>
    /// <exception cref="DataUnfitException">The file is truncated, is malformed XML, contains a DTD, or is not a report.</exception>
    public static FlexReport Open(string file, DateOnly today)
    {
        try
        {
            using var reader = new FlexReader(file, new FlexReadSummary());
            var surveys = new List<FlexSurvey>();
            while (reader.Next()) surveys.Add(reader.Survey());
            return surveys.Count > 0 ? new FlexReport(file, Facts(surveys, today))
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
        foreach (var statement in facts)
        {
            reader.Next();
            yield return (statement.Statement, reader.Rows(statement));
        }
    }

    /// <summary>The statements of a report have one date format: a statement that does not show it takes that of the others, if they agree.</summary>
    private static List<FlexStatementFacts> Facts(List<FlexSurvey> surveys, DateOnly today)
    {
        var orders = surveys.ConvertAll(s => s.Dates.Order(today));
        var known = surveys.Zip(orders).Where(s => s.First.Dates.IsTelling).Select(s => s.Second).OfType<DayOrder>().Distinct().ToList();
        DayOrder? shared = known is [var one] ? one : null;
        var accounts = surveys.Select(s => s.Account).ToHashSet();
        return [.. surveys.Zip(orders, (survey, order) => FlexStatementFacts.Of(survey, order ?? shared) with { Accounts = accounts })];
    }
}

/// <summary>What the first pass found out about a statement, on which the meaning of its rows depends.</summary>
internal sealed record FlexStatementFacts(AccountStatement Statement, FlexContent Content, FlexRates Rates, DayOrder Order)
{
    /// <summary>The accounts that the report has a statement of.</summary>
    public IReadOnlySet<string> Accounts { get; init; } = new HashSet<string>();

    /// <summary>The account under which a row is stored.</summary>
    /// <param name="named">The account that the row names, or null.</param>
    public string AccountOf(string? named) => named is not null && Accounts.Contains(named) ? named : Statement.Account;

    /// <param name="order">Null when the statement must not be read.</param>
    public static FlexStatementFacts Of(FlexSurvey survey, DayOrder? order)
    {
        survey.Rates.Read(order ?? default);
        return new(survey.Statement(order), survey.Content, survey.Rates, order ?? default);
    }
}
