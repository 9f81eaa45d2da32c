namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Elements of a statement that are counted together.</summary>
/// <param name="Currency">Null where it names none.</param>
public readonly record struct FlexKind(string Account, string Element, string? Currency);
