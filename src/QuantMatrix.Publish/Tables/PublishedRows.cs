using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>A batch validated for publishing: expected columns, unique keys, no infinite numbers.</summary>
internal sealed class PublishedRows
{
    private readonly RecordBatch batch;

    /// <exception cref="ArgumentException">The columns differ from <paramref name="expected"/>.</exception>
    /// <exception cref="DataUnfitException">A number is infinite.</exception>
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

    /// <summary>First and last session; needs at least one row.</summary>
    public (DateOnly First, DateOnly Last) Dates
    {
        get
        {
            var (first, last) = (int.MaxValue, int.MinValue);
            foreach (var day in ((Date32Array)Columns[1]).Values) (first, last) = (Math.Min(first, day), Math.Max(last, day));
            return (Day.Date(first), Day.Date(last));
        }
    }

    /// <summary>First day of every month that has a session.</summary>
    public IEnumerable<DateOnly> Months =>
        ((Date32Array)Columns[1]).Values.ToArray().Distinct().Select(Day.Date).Select(d => new DateOnly(d.Year, d.Month, 1)).Distinct();

    /// <exception cref="DataUnfitException">Two rows have the same key.</exception>
    public PublishedRows Unique<T>(Func<SymbolDay, T> key)
    {
        var seen = new HashSet<T>(Count);
        for (var row = 0; row < Count; row++)
            if (!seen.Add(key(Key(row))))
                throw new DataUnfitException($"publish: duplicate key {key(Key(row))} in row {row} of the batch; expected unique keys");
        return this;
    }

    /// <summary>Writes all columns of one row.</summary>
    public void Write(IRowWriter to, int row)
    {
        foreach (var column in Columns) ArrowCell.Write(to, column, row);
    }

    /// <summary>Stages rows as <c>incoming</c> with the columns of the cache: all rows, or only the selected ones.</summary>
    public Task StageAsync(ITableConnection connection, Table cache, string runId, IReadOnlyList<int>? selected = null) =>
        connection.StageAsync("incoming", $"select {cache.ColumnList} from {cache.Name}", selected?.Count ?? Count, (row, i) =>
        {
            Write(row, selected?[i] ?? i);
            row.Add(runId);
        });

    private static void CheckColumns(Schema actual, Schema expected)
    {
        for (var i = 0; i < Math.Max(actual.FieldsList.Count, expected.FieldsList.Count); i++)
            if (Describe(actual, i) != Describe(expected, i))
                throw new ArgumentException($"publish: column {i} of the batch is {Describe(actual, i)}; expected {Describe(expected, i)}");
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
                        $"publish: {Name(c)} of {Key(row).Symbol} on {Key(row).Date:yyyy-MM-dd} is infinite; expected a finite number or no value");
        }
    }
}
