namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Where the value of an attribute stands among those of its element, and that of the time which belongs to a date; −1 for none.</summary>
internal readonly record struct FlexLocation(int Value, int Time);
