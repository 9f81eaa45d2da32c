namespace QuantMatrix.Batch.Config.Yaml;

/// <summary>The three kinds of value in a YAML file.</summary>
public enum YamlKind
{
    Scalar,
    List,
    Map,
}

/// <summary>One <c>key: value</c> of a map, with the line of the key.</summary>
public sealed record YamlEntry(string Key, int Line, YamlNode Value);

/// <summary>A value of a YAML file with its line number. Duplicate keys are kept, so that a reader can report them all.</summary>
public sealed record YamlNode(YamlKind Kind, int Line)
{
    /// <summary>The text of a scalar.</summary>
    public string Text { get; init; } = "";

    /// <summary>A quoted scalar is never null.</summary>
    public bool Quoted { get; init; }

    public IReadOnlyList<YamlNode> Items { get; init; } = [];

    public IReadOnlyList<YamlEntry> Entries { get; init; } = [];

    public bool IsNull => Kind == YamlKind.Scalar && !Quoted && Text is ("" or "~" or "null");

    public static YamlNode Scalar(string text, int line = 0) => new(YamlKind.Scalar, line) { Text = text };

    /// <summary>The line of a list item with this text or of a map entry with this key; null when there is none.</summary>
    public int? LineOf(string? part) => Items.FirstOrDefault(i => i.Text == part)?.Line ?? Entries.FirstOrDefault(e => e.Key == part)?.Line;

    /// <summary>The value as messages show it.</summary>
    public override string ToString() => Kind switch
    {
        YamlKind.List => $"a list of {Items.Count}",
        YamlKind.Map => "a map",
        _ => IsNull ? "empty" : $"'{Text}'",
    };
}
