using Apache.Arrow.Types;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>A batch proven fit to publish: the right columns, each key once, no infinite number.</summary>
internal sealed class PublishedRows
{
    private readonly RecordBatch batch;

    /// <exception cref="ArgumentException">The columns are not those of <paramref name="expected"/>.</exception>
    /// <exception cref="DataUnfitException">A key stands twice or a number is infinite.</exception>
    public PublishedRows(RecordBatch batch, Schema expected)
    {
        CheckColumns(batch.Schema, expected);
        this.batch = batch;
        Columns = [.. Enumerable.Range(0, batch.ColumnCount).Select(batch.Column)];
        CheckNumbers();
    }

    public int Count => batch.Length;

    public IReadOnlyList<IArrowArray> Columns { get; }

    public string Name(int column) => batch.Schema.FieldsList[column].Name;

    public IArrowArray Column(string name) => batch.Column(name);

    public SymbolDay Key(int row) => new(ArrowCell.Text(Columns[0], row)!, Day.Date(((Date32Array)Columns[1]).Values[row]));

    /// <summary>First and last session of at least one row.</summary>
    public (DateOnly First, DateOnly Last) Dates
    {
        get
        {
            var (first, last) = (int.MaxValue, int.MinValue);
            foreach (var day in ((Date32Array)Columns[1]).Values) (first, last) = (Math.Min(first, day), Math.Max(last, day));
            return (Day.Date(first), Day.Date(last));
        }
    }

    /// <summary>First days of the months the sessions lie in.</summary>
    public IEnumerable<DateOnly> Months => ((Date32Array)Columns[1]).Values.ToArray().Distinct().Select(Day.Date).Select(d => new DateOnly(d.Year, d.Month, 1)).Distinct();

    /// <summary>Throws when two rows have the same key.</summary>
    public PublishedRows Unique<T>(Func<SymbolDay, T> key)
    {
        var seen = new HashSet<T>(Count);
        for (var row = 0; row < Count; row++)
            if (!seen.Add(key(Key(row))))
                throw new DataUnfitException($"publish: {key(Key(row))} stands twice in the batch, again in row {row}; expected once");
        return this;
    }

    /// <summary>All columns of one row.</summary>
    public void Write(IRowWriter to, int row)
    {
        foreach (var column in Columns) ArrowCell.Write(to, column, row);
    }

    /// <summary>Stages rows as <c>incoming</c>, in the form of the cache: all of them, or those at the places given.</summary>
    public Task StageAsync(ITableConnection session, Table cache, string runId, IReadOnlyList<int>? places = null) =>
        session.StageAsync("incoming", $"select {cache.ColumnList} from {cache.Name}", places?.Count ?? Count, (row, i) =>
        {
            Write(row, places?[i] ?? i);
            row.Add(runId);
        });

    private static void CheckColumns(Schema given, Schema expected)
    {
        for (var i = 0; i < Math.Max(given.FieldsList.Count, expected.FieldsList.Count); i++)
            if (Describe(given, i) != Describe(expected, i))
                throw new ArgumentException($"publish: column {i} of the batch is {Describe(given, i)}, expected {Describe(expected, i)}");
    }

    private static string Describe(Schema schema, int column)
    {
        if (column >= schema.FieldsList.Count) return "missing";
        var field = schema.FieldsList[column];
        var type = field.DataType is DictionaryType d ? d.ValueType : field.DataType;
        return $"'{field.Name}' {type.Name}";
    }

    private void CheckNumbers()
    {
        for (var c = 0; c < Columns.Count; c++)
        {
            if (Columns[c] is not DoubleArray numbers) continue;
            for (var row = 0; row < Count; row++)
                if (double.IsInfinity(numbers.Values[row]) && numbers.IsValid(row))
                    throw new DataUnfitException(
                        $"publish: {Name(c)} of {Key(row).Symbol} on {Key(row).Date:yyyy-MM-dd} is infinite; expected a number or no value");
        }
    }
}
