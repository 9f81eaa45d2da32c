namespace QuantMatrix.Model;

/// <summary>What a column's number means; decides how it scales with prices and which type it is stored as.</summary>
public enum Unit
{
    /// <summary>Quote currency; scales with prices. Stored as double.</summary>
    Price,

    /// <summary>Hundredths; free of the price's scale. Stored as double.</summary>
    Percent,

    /// <summary>An oscillator or a plain ratio; free of the price's scale. Stored as double.</summary>
    Ratio,

    /// <summary>Multiples of an average true range. Stored as double.</summary>
    AverageTrueRanges,

    /// <summary>Shares, or a mean of them. Stored as double.</summary>
    Shares,

    /// <summary>Whole number. Stored as int32.</summary>
    Count,

    /// <summary>Yes or no. Stored as bool.</summary>
    Flag,

    /// <summary>One of the column's labels. Stored as text.</summary>
    Label,
}
