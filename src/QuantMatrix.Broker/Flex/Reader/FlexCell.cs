namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>One value of a row, in the type of its column.</summary>
internal readonly record struct FlexCell(bool HasValue, string? Text = null, decimal Number = 0, long Whole = 0)
{
    /// <summary>The same value has the same words in every statement.</summary>
    public string Words => !HasValue ? "" : Text ?? (Whole != 0 ? Whole.ToString(System.Globalization.CultureInfo.InvariantCulture) : FlexNumber.Short(Number));
}
