namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>The three shapes a value in a YAML file can have.</summary>
public enum YamlKind
{
    Scalar,
    List,
    Map,
}
