namespace QuantMatrix.Model;

/// <summary>How long the rows of a table last that an account's statements bring.</summary>
public enum RowRetention
{
    /// <summary>For good: what happened, happened.</summary>
    Always,

    /// <summary>Until a newer report date of the account: the table holds what is open now.</summary>
    UntilNextReport,

    /// <summary>For good, but the account's newest statement of a report date says which rows that date has.</summary>
    PerReportDate,
}
