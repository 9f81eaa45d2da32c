using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Compute;
using Field = Apache.Arrow.Field;

namespace QuantMatrix.Ingest;

/// <summary>Gathers the values of one column as Arrow.</summary>
internal sealed class FlexColumnBuilder(TableColumn column)
{
    private static readonly Decimal128Type Amount = new(FlexNumber.Precision, FlexNumber.Scale);
    private static readonly TimestampType Clock = new(TimeUnit.Microsecond, (string?)null);

    private readonly IArrowArrayBuilder builder = column.Type switch
    {
        ColumnType.Amount => new Decimal128Array.Builder(Amount),
        ColumnType.Date => new Date32Array.Builder(),
        ColumnType.ClockTime => new TimestampArray.Builder(Clock),
        ColumnType.Whole => new Int64Array.Builder(),
        _ => new StringArray.Builder(),
    };

    public Field Field { get; } = new(column.Name, column.Type switch
    {
        ColumnType.Amount => Amount,
        ColumnType.Date => Date32Type.Default,
        ColumnType.ClockTime => Clock,
        ColumnType.Whole => Int64Type.Default,
        _ => StringType.Default,
    }, nullable: !column.Required);

    public void Add(in FlexCell cell)
    {
        switch (builder)
        {
            case Decimal128Array.Builder b: _ = cell.HasValue ? b.Append(cell.Number) : b.AppendNull(); break;
            case Date32Array.Builder b: _ = cell.HasValue ? b.Append(DateOnly.FromDayNumber((int)cell.Whole)) : b.AppendNull(); break;
            case TimestampArray.Builder b: _ = cell.HasValue ? b.Append(new DateTimeOffset(cell.Whole, TimeSpan.Zero)) : b.AppendNull(); break;
            case Int64Array.Builder b: _ = cell.HasValue ? b.Append(cell.Whole) : b.AppendNull(); break;
            case StringArray.Builder b: _ = cell.HasValue ? b.Append(cell.Text) : b.AppendNull(); break;
        }
    }

    /// <summary>The values gathered; the next ones begin anew.</summary>
    public IArrowArray Build()
    {
        switch (builder)
        {
            case Decimal128Array.Builder b: return Emptied(b.Build(default), () => b.Clear());
            case Date32Array.Builder b: return Emptied(b.Build(), () => b.Clear());
            case TimestampArray.Builder b: return Emptied(b.Build(), () => b.Clear());
            case Int64Array.Builder b: return Emptied(b.Build(), () => b.Clear());
            default: return Emptied(((StringArray.Builder)builder).Build(), () => ((StringArray.Builder)builder).Clear());
        }
    }

    private static IArrowArray Emptied(IArrowArray array, Action clear)
    {
        clear();
        return array;
    }
}
