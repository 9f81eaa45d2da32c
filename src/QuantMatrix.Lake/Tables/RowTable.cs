using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A small table whose rows are records: one list of columns gives the schema and the encoding, one function the decoding.</summary>
public sealed class RowTable<T> : LakeTable
{
    private readonly RowColumns<T> columns;
    private readonly Func<RowReader, T> decode;

    internal RowTable(string name, RowColumns<T> columns, Func<RowReader, T> decode) : base(name, columns.Schema)
    {
        this.columns = columns;
        this.decode = decode;
    }

    public RecordBatch ToArrow(IReadOnlyList<T> rows) => new(Schema, columns.Encode(rows), rows.Count);

    public IEnumerable<T> FromArrow(RecordBatch batch)
    {
        for (var i = 0; i < batch.Length; i++) yield return decode(new RowReader(batch, i));
    }
}

/// <summary>A row of a table with unique keys.</summary>
internal interface IKeyedRow
{
    /// <summary>Sorted ordinally.</summary>
    string Key { get; }
}

/// <summary>The columns of a <see cref="RowTable{T}"/>, in order.</summary>
internal sealed class RowColumns<T>
{
    private readonly List<Field> fields = [];
    private readonly List<Func<IReadOnlyList<T>, IArrowArray>> encoders = [];

    public Schema Schema => new(fields, null);

    public IEnumerable<IArrowArray> Encode(IReadOnlyList<T> rows) => encoders.Select(encode => encode(rows));

    public RowColumns<T> Text(string name, Func<T, string> value) => Add(name, ColumnType.Text, rows => ArrowColumns.Texts(rows.Select(value)));

    /// <param name="value">Days since 1970-01-01.</param>
    public RowColumns<T> Date(string name, Func<T, int> value) => Add(name, ColumnType.Date, rows => ArrowColumns.Dates(rows.Select(value).ToArray()));

    /// <param name="value">Days since 1970-01-01; null for NULL.</param>
    public RowColumns<T> DateOrNone(string name, Func<T, int?> value) => Add(name, ColumnType.Date, rows => ArrowColumns.Dates([.. rows.Select(value)]));

    public RowColumns<T> TextOrNone(string name, Func<T, string?> value) =>
        Add(name, ColumnType.Text, rows => new StringArray.Builder().AppendRange(rows.Select(value)).Build());

    public RowColumns<T> Number(string name, Func<T, double> value) => Add(name, ColumnType.Number, rows => ArrowColumns.Doubles(rows.Select(value).ToArray()));

    public RowColumns<T> Whole(string name, Func<T, long> value) => Add(name, ColumnType.Whole, rows => ArrowColumns.Longs(rows.Select(value).ToArray()));

    private RowColumns<T> Add(string name, ColumnType type, Func<IReadOnlyList<T>, IArrowArray> encode)
    {
        fields.Add(new Field(name, TypeMap.Of(type).Arrow, nullable: true));
        encoders.Add(encode);
        return this;
    }
}

/// <summary>One row of a batch, read by column position.</summary>
internal readonly struct RowReader(RecordBatch batch, int row)
{
    public string Text(int column) => ((StringArray)batch.Column(column)).GetString(row);

    /// <summary>Days since 1970-01-01.</summary>
    public int Date(int column) => ((Date32Array)batch.Column(column)).Values[row];

    /// <summary>Null for NULL.</summary>
    public int? DateOrNone(int column) => ((Date32Array)batch.Column(column)).GetValue(row);

    /// <summary>Null for NULL.</summary>
    public string? TextOrNone(int column) => ((StringArray)batch.Column(column)).IsNull(row) ? null : Text(column);

    /// <summary>NaN for NULL.</summary>
    public double Number(int column) => ((DoubleArray)batch.Column(column)).GetValue(row) ?? double.NaN;

    public long Whole(int column) => ((Int64Array)batch.Column(column)).GetValue(row) ?? 0;
}
