using Apache.Arrow.Types;
using Apache.Arrow;
using QuantMatrix.Model;
using Field = Apache.Arrow.Field;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Gathers the values of one column as Arrow.</summary>
internal sealed class FlexColumnBuilder
{
    private static readonly TimestampType Clock = new(TimeUnit.Microsecond, (string?)null);

    private readonly AmountBuilder amounts = new();
    private readonly Date32Array.Builder dates = new();
    private readonly TimestampArray.Builder clocks = new(Clock);
    private readonly Int64Array.Builder wholes = new();
    private readonly StringArray.Builder texts = new();
    private readonly ColumnType type;

    public FlexColumnBuilder(TableColumn column)
    {
        type = column.Type;
        Field = new Field(column.Name, TypeOf(column.Type), nullable: !column.Required);
    }

    public Field Field { get; }

    public void Add(in FlexCell cell)
    {
        switch (type)
        {
            case ColumnType.Amount: amounts.Append(cell.HasValue ? cell.Number : null); break;
            case ColumnType.Date: _ = cell.HasValue ? dates.Append(DateOnly.FromDayNumber((int)cell.Whole)) : dates.AppendNull(); break;
            case ColumnType.ClockTime: _ = cell.HasValue ? clocks.Append(new DateTimeOffset(cell.Whole, TimeSpan.Zero)) : clocks.AppendNull(); break;
            case ColumnType.Whole: _ = cell.HasValue ? wholes.Append(cell.Whole) : wholes.AppendNull(); break;
            default: _ = cell.HasValue ? texts.Append(cell.Text) : texts.AppendNull(); break;
        }
    }

    /// <summary>The values gathered; the next ones begin anew.</summary>
    public IArrowArray Build()
    {
        IArrowArray built = type switch
        {
            ColumnType.Amount => amounts.Build(),
            ColumnType.Date => dates.Build(),
            ColumnType.ClockTime => clocks.Build(),
            ColumnType.Whole => wholes.Build(),
            _ => texts.Build(),
        };
        _ = (dates.Clear(), clocks.Clear(), wholes.Clear(), texts.Clear());
        return built;
    }

    private static IArrowType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Amount => AmountBuilder.Type,
        ColumnType.Date => Date32Type.Default,
        ColumnType.ClockTime => Clock,
        ColumnType.Whole => Int64Type.Default,
        _ => StringType.Default,
    };
}
