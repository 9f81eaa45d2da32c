using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>A bar of one file whose session an earlier file already has; files by their place in the folder's order.</summary>
internal sealed record RepeatedBar(int File, int FirstFile, string Symbol, Bar Bar, string Source);
