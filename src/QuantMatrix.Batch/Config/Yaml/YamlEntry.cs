namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>One <c>key: value</c> of a map, with the line of the key.</summary>
public sealed record YamlEntry(string Key, int Line, YamlNode Value);
