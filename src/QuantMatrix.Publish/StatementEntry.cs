using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>A statement to be taken, and what is needed to judge it.</summary>
/// <param name="TieOuts">Queries by name that return what does not add up: account_id, report_date, subject, expected, found.</param>
public sealed record StatementEntry(AccountStatement Statement, string RunId, SessionCalendar Calendar, IReadOnlyDictionary<string, string> TieOuts)
{
    /// <summary>Asked once all rows are read: the tables of which some could not be. What such a table lacks is not gone.</summary>
    public Func<IReadOnlySet<string>> Incomplete { get; init; } = () => new HashSet<string>();
}
