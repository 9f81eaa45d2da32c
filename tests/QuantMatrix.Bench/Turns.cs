namespace QuantMatrix.Bench;

/// <summary>Ways of doing the same, taken alternately so that a busy machine is unfair to all of them alike.</summary>
internal static class Turns
{
    /// <summary>Each way once to warm up, then <paramref name="repeats"/> rounds.</summary>
    /// <exception cref="InvalidOperationException">A way did not see all the rows.</exception>
    public static async Task AlternateAsync(IReadOnlyList<(string Name, Func<Task<long>> Turn)> ways, int repeats, long rows, Samples samples)
    {
        for (var round = 0; round <= repeats; round++)
            foreach (var (name, turn) in ways)
                await samples.TimeAsync(round == 0 ? $"warm-up {name}" : name, async () =>
                {
                    var seen = await turn();
                    if (seen != rows) throw new InvalidOperationException($"{name}: {seen} rows, expected {rows}");
                });
    }
}
