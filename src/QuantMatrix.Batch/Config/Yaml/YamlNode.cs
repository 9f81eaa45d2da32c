namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>A value of a YAML file with the line it stands on; doubled keys are kept, so that a reader can name them all.</summary>
public sealed record YamlNode(YamlKind Kind, int Line)
{
    /// <summary>The text of a scalar.</summary>
    public string Text { get; init; } = "";

    /// <summary>A quoted scalar is never read as null.</summary>
    public bool Quoted { get; init; }

    public IReadOnlyList<YamlNode> Items { get; init; } = [];

    public IReadOnlyList<YamlEntry> Entries { get; init; } = [];

    public bool IsNull => Kind == YamlKind.Scalar && !Quoted && Text is ("" or "~" or "null");

    public static YamlNode Scalar(string text, int line = 0) => new(YamlKind.Scalar, line) { Text = text };

    /// <summary>As found, for messages.</summary>
    public override string ToString() => Kind switch
    {
        YamlKind.List => $"a list of {Items.Count}",
        YamlKind.Map => "a map",
        _ => IsNull ? "nothing" : $"'{Text}'",
    };
}
