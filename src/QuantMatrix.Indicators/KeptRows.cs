namespace QuantMatrix.Indicators;

/// <summary>The rows kept of one lane of the panel, and where they go among the rows of the batch.</summary>
/// <param name="First">First row of the panel kept.</param>
/// <param name="End">One past the last, the symbol's length.</param>
/// <param name="To">Row of the batch the first one becomes.</param>
internal readonly record struct KeptRows(int First, int End, int To);
