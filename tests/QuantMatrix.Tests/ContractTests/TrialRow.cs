namespace QuantMatrix.Tests.ContractTests;

/// <summary>A row to publish with the values a test cares about.</summary>
public sealed record TrialRow(string Symbol, string Date)
{
    public Dictionary<string, object?> Values { get; init; } = [];

    public TrialRow With(string column, object? value) => this with { Values = new(Values) { [column] = value } };
}
