using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>An option of a chain that stands for an option of one of its jobs.</summary>
public sealed record ChainOption(string Name, YamlNode Default, string Job, string Option);
