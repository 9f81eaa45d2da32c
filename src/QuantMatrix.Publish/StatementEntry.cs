using QuantMatrix.Compute;

namespace QuantMatrix.Publish;

/// <summary>A statement to be taken, and what is needed to judge it.</summary>
/// <param name="TieOuts">Queries by name that return what does not add up: account_id, report_date, subject, expected, found.</param>
public sealed record StatementEntry(AccountStatement Statement, string RunId, SessionCalendar Calendar, IReadOnlyDictionary<string, string> TieOuts);
