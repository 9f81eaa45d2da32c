namespace QuantMatrix.Batch.Config;

/// <summary>Options that can be wrong in more than the form of a value.</summary>
public interface ICheckedOptions
{
    /// <summary>What is wrong, all of it; null when nothing is.</summary>
    string? Fault { get; }
}
