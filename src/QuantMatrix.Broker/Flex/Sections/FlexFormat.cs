namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>How the value of a column comes out of a row's attributes.</summary>
internal enum FlexFormat
{
    /// <summary>As written, in the column's type.</summary>
    Plain,

    /// <summary>The account the statement is of, whatever the row says.</summary>
    Account,

    /// <summary>When the statement was made.</summary>
    Generated,

    /// <summary>As written; the statement's last day where the row does not say.</summary>
    LastDay,

    /// <summary>The ticker of a share that is followed.</summary>
    Ticker,

    /// <summary>As written; where the broker gives none, one made of the row's own content, the same in every statement.</summary>
    Id,

    /// <summary>An equity's ticker in canonical form, any other name as written.</summary>
    Symbol,

    /// <summary>A kind of cash transaction, in today's spelling.</summary>
    CashType,

    /// <summary>The sum of all amounts that no other column takes.</summary>
    Rest,
}
