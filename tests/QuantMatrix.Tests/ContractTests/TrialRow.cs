namespace QuantMatrix.Tests.ContractTests;

/// <summary>One row to publish, with the values that matter to a test.</summary>
public sealed record TrialRow(string Symbol, string Date)
{
    public Dictionary<string, object?> Values { get; init; } = [];

    public TrialRow With(string column, object? value) => this with { Values = new(Values) { [column] = value } };
}
