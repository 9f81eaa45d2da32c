namespace QuantMatrix.Batch.Config;

/// <summary>A value of an option that breaks a rule.</summary>
/// <param name="Text">What was found and what is expected.</param>
/// <param name="Entry">The list item or map key at fault, for its line; null for the value as a whole.</param>
public sealed record OptionFault(string Text, string? Entry = null);

/// <summary>Options with rules beyond the type and range of a single value.</summary>
public interface ICheckedOptions
{
    /// <summary>All broken rules.</summary>
    IEnumerable<OptionFault> Faults { get; }
}

/// <summary>The options of a job kind that has none.</summary>
public sealed record NoOptions;
