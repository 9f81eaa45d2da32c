using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>A table to print, in data frames of the same columns. The rows of a query are read as they are printed, and can be printed once.</summary>
public sealed class ResultTable
{
    private const int RowsPerFrame = 4096;

    private readonly DataFrame first;
    private readonly IEnumerator<DataFrame> rest;

    private ResultTable(DataFrame first, IEnumerator<DataFrame> rest) => (this.first, this.rest) = (first, rest);

    public ResultTable(DataFrame frame) : this(frame, Enumerable.Empty<DataFrame>().GetEnumerator()) { }

    public IReadOnlyList<DataFrameColumn> Columns => first.Columns;

    /// <exception cref="OperationCanceledException">Also later, as the rows are read.</exception>
    internal static ResultTable Read(QueryRows query, CancellationToken ct = default)
    {
        var frames = ReadFrames(query, ct).GetEnumerator();
        frames.MoveNext();
        return new(frames.Current, frames);
    }

    public IEnumerable<DataFrame> Frames
    {
        get
        {
            yield return first;
            while (rest.MoveNext()) yield return rest.Current;
        }
    }

    public IEnumerable<(DataFrame Frame, long Row)> Rows()
    {
        foreach (var frame in Frames)
            for (long r = 0; r < frame.Rows.Count; r++) yield return (frame, r);
    }

    /// <summary>The named columns in this order, names in any case.</summary>
    /// <exception cref="UsageException">A column does not exist.</exception>
    public ResultTable Select(IReadOnlyList<string> names)
    {
        var known = Columns.Select(c => c.Name).ToList();
        var at = names.Select(name => known.FindIndex(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        var faults = new UsageFaults();
        faults.AddRange(names.Where((_, i) => at[i] < 0).Select(name => $"--columns: unknown column '{name}'{DidYouMean.Hint(name, known)}"));
        faults.ThrowIfAny();
        return new(Of(first), Frames.Skip(1).Select(Of).GetEnumerator());

        DataFrame Of(DataFrame frame) => new(at.Select(c => frame.Columns[c]));
    }

    /// <summary>At least one frame, so that the columns are known.</summary>
    private static IEnumerable<DataFrame> ReadFrames(QueryRows query, CancellationToken ct)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var columns = query.Names.Select(_ => new List<object?>()).ToArray();
            var rows = 0;
            for (; rows < RowsPerFrame && query.Read(); rows++)
            {
                ct.ThrowIfCancellationRequested();
                for (var c = 0; c < columns.Length; c++) columns[c].Add(query.Value(c));
            }
            if (rows > 0 || isFirst) yield return new DataFrame(columns.Select((values, c) => ResultColumn.Of(query, c, values)));
            if (rows < RowsPerFrame) yield break;
        }
    }
}
