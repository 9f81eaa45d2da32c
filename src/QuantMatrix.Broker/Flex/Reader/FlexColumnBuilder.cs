using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Builds the Arrow array of one column.</summary>
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

    /// <summary>Returns the values added since the last build.</summary>
    public IArrowArray Build() => build();

    private static (Append, Func<IArrowArray>) Amounts()
    {
        var to = new AmountBuilder();
        return ((in FlexCell cell) => to.Append(cell.HasValue ? cell.Number : null), to.Build);
    }

    private static (Append, Func<IArrowArray>) Dates()
    {
        var to = new Date32Array.Builder();
        return (
            (in FlexCell cell) => _ = cell.HasValue ? to.Append(DateOnly.FromDayNumber((int)cell.Whole)) : to.AppendNull(),
            () => Take(to.Build(), to.Clear));
    }

    private static (Append, Func<IArrowArray>) Clocks(Field field)
    {
        var to = new TimestampArray.Builder((TimestampType)field.DataType);
        return (
            (in FlexCell cell) => _ = cell.HasValue ? to.Append(new DateTimeOffset(cell.Whole, TimeSpan.Zero)) : to.AppendNull(),
            () => Take(to.Build(), to.Clear));
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

/// <summary>Builds an Arrow decimal column. Arrow's own builder uses big integers and takes five times as long; a report has millions of amounts.</summary>
internal sealed class AmountBuilder
{
    private const int Bytes = 16;

    public static readonly Decimal128Type Type = (Decimal128Type)TypeMap.Of(ColumnType.Amount).Arrow;

    private static readonly long[] Tens = [.. Enumerable.Range(0, FlexNumber.Scale + 1).Select(n => (long)Math.Pow(10, n))];

    private readonly ArrowBuffer.BitmapBuilder valid = new();
    private byte[] values = new byte[1 << 10];
    private int count, nulls;

    /// <param name="amount">With at most as many decimal places as the type.</param>
    public void Append(decimal? amount)
    {
        if (Bytes * (count + 1) > values.Length) System.Array.Resize(ref values, 2 * values.Length);
        BinaryPrimitives.WriteInt128LittleEndian(values.AsSpan(Bytes * count++), amount is { } v ? Scaled(v) : 0);
        valid.Append(amount is not null);
        nulls += amount is null ? 1 : 0;
    }

    /// <summary>Returns the amounts added since the last build.</summary>
    public Decimal128Array Build()
    {
        var data = new ArrayData(Type, count, nulls, 0, [valid.Build(), new ArrowBuffer(values.AsSpan(0, Bytes * count).ToArray())]);
        valid.Clear();
        (count, nulls) = (0, 0);
        return new Decimal128Array(data);
    }

    private static Int128 Scaled(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var digits = ((Int128)(uint)bits[2] << 64) | ((Int128)(uint)bits[1] << 32) | (uint)bits[0];
        digits *= Tens[FlexNumber.Scale - amount.Scale];
        return amount < 0 ? -digits : digits;
    }
}
