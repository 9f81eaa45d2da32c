using System.Globalization;

namespace QuantMatrix.Batch.Config;

/// <summary>Which parts a process computes: those whose number leaves <paramref name="Index"/> when divided by <paramref name="Count"/>.</summary>
internal sealed record ShardChoice(int Index, int Count)
{
    /// <summary>By scheduler: the variables of the index, the count, and the first index where that is not 0.</summary>
    private static readonly (string Index, string Count, string First)[] Known =
    [
        ("QM_SHARD", "QM_SHARDS", ""), ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"),
        ("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", ""), ("JOB_COMPLETION_INDEX", "QM_SHARDS", ""),
    ];

    /// <summary>Every variable that <c>auto</c> reads.</summary>
    public static IEnumerable<string> Variables => Known.SelectMany(v => new[] { v.Index, v.Count, v.First }).Where(v => v.Length > 0).Distinct();

    public bool Has(int part) => part % Count == Index;

    /// <param name="text">Like <c>0/4</c>, or <c>auto</c>.</param>
    /// <param name="variables">Those of the environment that are set.</param>
    /// <exception cref="UsageException">The text is neither, or the variables do not say which.</exception>
    public static ShardChoice Of(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (text == "auto") return Auto(variables);
        return text.Split('/') is [var index, var count] && Whole(index) is { } i && Whole(count) is { } n && i < n ? new(i, n)
            : throw new UsageException($"--shard {text}: expected I/N with I from 0 and below N, like 0/4, or auto");
    }

    private static ShardChoice Auto(IReadOnlyDictionary<string, string> variables)
    {
        var (index, count, first) = Known.FirstOrDefault(v => variables.ContainsKey(v.Index));
        if (index is null)
            throw new UsageException($"--shard auto: none of {string.Join(", ", Known.Select(v => v.Index))} is set; expected one, or --shard I/N");
        var (i, n, start) = (Whole(variables[index]), Whole(variables.GetValueOrDefault(count, "")), Whole(variables.GetValueOrDefault(first, "0")));
        if (i - start is { } own and >= 0 && own < n) return new(own, n.Value);
        throw new UsageException($"--shard auto: {index} is '{variables[index]}' and {count} is "
            + $"{(variables.TryGetValue(count, out var found) ? $"'{found}'" : "not set")}; expected the index and the number of shards");
    }

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
