using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Collects the values of one column as Arrow.</summary>
internal sealed class FlexColumnBuilder
{
    private readonly Append append;
    private readonly Func<IArrowArray> build;

    public FlexColumnBuilder(TableColumn column)
    {
        Field = new Field(column.Name, TypeMap.Of(column.Type).Arrow, nullable: !column.Required);
        (append, build) = column.Type switch
        {
            ColumnType.Amount => Amounts(),
            ColumnType.Date => Dates(),
            ColumnType.ClockTime => Clocks(Field),
            ColumnType.Whole => Wholes(),
            _ => Texts(),
        };
    }

    private delegate void Append(in FlexCell cell);

    public Field Field { get; }

    public void Add(in FlexCell cell) => append(cell);

    /// <summary>The values collected; starts the next array.</summary>
    public IArrowArray Build() => build();

    private static (Append, Func<IArrowArray>) Amounts()
    {
        var to = new AmountBuilder();
        return ((in FlexCell cell) => to.Append(cell.HasValue ? cell.Number : null), to.Build);
    }

    private static (Append, Func<IArrowArray>) Dates()
    {
        var to = new Date32Array.Builder();
        return ((in FlexCell cell) => _ = cell.HasValue ? to.Append(DateOnly.FromDayNumber((int)cell.Whole)) : to.AppendNull(), () => Take(to.Build(), to.Clear));
    }

    private static (Append, Func<IArrowArray>) Clocks(Field field)
    {
        var to = new TimestampArray.Builder((Apache.Arrow.Types.TimestampType)field.DataType);
        return ((in FlexCell cell) => _ = cell.HasValue ? to.Append(new DateTimeOffset(cell.Whole, TimeSpan.Zero)) : to.AppendNull(), () => Take(to.Build(), to.Clear));
    }

    private static (Append, Func<IArrowArray>) Wholes()
    {
        var to = new Int64Array.Builder();
        return ((in FlexCell cell) => _ = cell.HasValue ? to.Append(cell.Whole) : to.AppendNull(), () => Take(to.Build(), to.Clear));
    }

    private static (Append, Func<IArrowArray>) Texts()
    {
        var to = new StringArray.Builder();
        return ((in FlexCell cell) => _ = cell.HasValue ? to.Append(cell.Text) : to.AppendNull(), () => Take(to.Build(), to.Clear));
    }

    private static IArrowArray Take<T>(IArrowArray built, Func<T> clear)
    {
        clear();
        return built;
    }
}
