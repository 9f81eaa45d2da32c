namespace QuantMatrix.Model;

/// <summary>What a table column holds; each target has its own word for it.</summary>
public enum ColumnType
{
    Text,
    Date,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>A date and a time of day as somebody's clock showed them, whose zone is not told.</summary>
    ClockTime,

    /// <summary>64-bit floating point: what is computed.</summary>
    Number,

    /// <summary>Money, prices and quantities as a broker writes them: exact, up to 16 digits before the point and 12 behind it.</summary>
    Amount,

    /// <summary>64-bit.</summary>
    Whole,

    /// <summary>32-bit.</summary>
    Count,
    Flag,
    Json,
}
