using QuantMatrix.Model;

namespace QuantMatrix.Publish;

/// <summary>A broker statement to ingest, with what the tie-outs need.</summary>
/// <param name="TieOuts">Queries by name that return breaks: account_id, report_date, subject, expected, found.</param>
public sealed record StatementEntry(AccountStatement Statement, string RunId, SessionCalendar Calendar, IReadOnlyDictionary<string, string> TieOuts)
{
    /// <summary>Evaluated after all rows are read: tables with unreadable rows. Rows missing from such a table are not deleted.</summary>
    public Func<IReadOnlySet<string>> Incomplete { get; init; } = () => new HashSet<string>();
}

/// <summary>Outcome of ingesting one statement.</summary>
/// <param name="Tables">Row counts of every table the statement reports.</param>
/// <param name="Checks">The outcome of every tie-out.</param>
public sealed record StatementResult(IReadOnlyDictionary<string, PublishCount> Tables, IReadOnlyList<TieOutCheck> Checks)
{
    /// <summary>Tie-out breaks on the statement's days.</summary>
    public IReadOnlyList<TieOutBreak> Breaks => [.. Checks.SelectMany(c => c.Breaks)];

    /// <summary>Date of the previous positions, when no statement covers the sessions between it and this statement; null without a gap.</summary>
    public DateOnly? GapSince { get; init; }

    /// <summary>A newer statement has already reported the account's positions, so those of this one were ignored.</summary>
    public bool PositionsOutOfDate { get; init; }
}

/// <summary>Outcome of one tie-out of a statement.</summary>
/// <param name="NotChecked">Why it could not run; null when it ran.</param>
public sealed record TieOutCheck(string TieOut, string? NotChecked, IReadOnlyList<TieOutBreak> Breaks)
{
    public const string Held = "held", Broke = "broke", CouldNotRun = "not checked";

    /// <summary>In a word.</summary>
    public string Outcome => NotChecked is not null ? CouldNotRun : Breaks.Count > 0 ? Broke : Held;
}

/// <summary>An expected and a reported amount of a statement that do not agree.</summary>
/// <param name="TieOut">Name of the audit.</param>
/// <param name="Subject">Contract, currency or total concerned.</param>
/// <param name="Expected">Sum of the components.</param>
/// <param name="Found">Amount in the statement.</param>
public sealed record TieOutBreak(string Account, string TieOut, DateOnly ReportDate, string Subject, decimal? Expected, decimal? Found)
{
    /// <summary>The break is on a day before the statement's last and was stored by an earlier run.</summary>
    public bool AlreadyReported { get; init; }
}

/// <summary>An account at the broker.</summary>
/// <param name="Covered">Periods of its statements, by first day.</param>
/// <param name="PositionsDate">Date of the open positions; null when no statement reports any.</param>
/// <param name="Positions">Quantities by contract.</param>
/// <param name="TransferredFrom">Accounts from which positions came, with the newest day.</param>
public sealed record BrokerAccount(
    string Account, IReadOnlyList<(DateOnly From, DateOnly To)> Covered, DateOnly? PositionsDate, IReadOnlyDictionary<long, decimal> Positions,
    IReadOnlyDictionary<string, DateOnly> TransferredFrom);

/// <summary>An equity position of an account's newest report; short positions are negative.</summary>
/// <param name="Ticker">Null for a position whose prices are not tracked.</param>
public sealed record Holding(string Account, string Symbol, string? Ticker, string? Currency, string? Exchange, decimal Quantity);
