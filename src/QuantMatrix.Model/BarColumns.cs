using System.Buffers;

namespace QuantMatrix.Model;

/// <summary>The growable arrays of <see cref="Bars"/>, rented from a pool; each holds at least <see cref="Capacity"/> rows.</summary>
/// <remarks>Adjusted closes and sources are allocated on first use: bars read for computation have neither.</remarks>
internal sealed class BarColumns(int capacity)
{
    public int[] Day = Pool<int>.Arrays.Rent(capacity);
    public double[] Open = Pool<double>.Arrays.Rent(capacity);
    public double[] High = Pool<double>.Arrays.Rent(capacity);
    public double[] Low = Pool<double>.Arrays.Rent(capacity);
    public double[] Close = Pool<double>.Arrays.Rent(capacity);
    public long[] Volume = Pool<long>.Arrays.Rent(capacity);
    private double[]? adjClose;
    private string[]? source;

    public int Capacity { get; private set; } = capacity;

    public bool HasAdjClose => adjClose is not null;

    /// <summary>NaN where not set.</summary>
    public double[] AdjClose => adjClose ??= Filled(double.NaN);

    /// <summary>Empty where not set.</summary>
    public string[] Source => source ??= Filled("");

    public void Grow(int capacity)
    {
        Grow(ref Day, capacity);
        Grow(ref Open, capacity);
        Grow(ref High, capacity);
        Grow(ref Low, capacity);
        Grow(ref Close, capacity);
        Grow(ref Volume, capacity);
        if (adjClose is not null) Grow(ref adjClose, capacity);
        if (source is not null) Grow(ref source, capacity);
        Capacity = capacity;
    }

    /// <summary>Returns the arrays to the pool; these columns must not be read afterwards.</summary>
    public void Recycle()
    {
        Return(ref Day);
        Return(ref Open);
        Return(ref High);
        Return(ref Low);
        Return(ref Close);
        Return(ref Volume);
        if (adjClose is not null) Return(ref adjClose);
        if (source is not null) Return(ref source);
        Capacity = 0;
    }

    public void PutAdjClose(int to, int count, ReadOnlySpan<double> values)
    {
        if (!values.IsEmpty) values.CopyTo(AdjClose.AsSpan(to));
        else adjClose?.AsSpan(to, count).Fill(double.NaN);
    }

    public void PutSource(int to, int count, string value)
    {
        if (source is not null || value.Length > 0) Source.AsSpan(to, count).Fill(value);
    }

    /// <summary>Sorts rows <c>start .. start + count</c> by day; equal days keep their order.</summary>
    public void SortByDay(int start, int count)
    {
        var days = Day.AsSpan(start, count);
        var ascending = true;
        for (var i = 1; i < count; i++) ascending &= days[i - 1] <= days[i];
        if (ascending) return;
        var before = new BarColumns(count);
        before.Copy(0, this, start, count);
        var order = Enumerable.Range(0, count).OrderBy(i => before.Day[i]).ToArray();
        for (var i = 0; i < count; i++) Copy(start + i, before, order[i], 1);
    }

    public void Copy(int to, BarColumns from, int start, int count)
    {
        Array.Copy(from.Day, start, Day, to, count);
        Array.Copy(from.Open, start, Open, to, count);
        Array.Copy(from.High, start, High, to, count);
        Array.Copy(from.Low, start, Low, to, count);
        Array.Copy(from.Close, start, Close, to, count);
        Array.Copy(from.Volume, start, Volume, to, count);
        if (adjClose is not null || from.adjClose is not null) Array.Copy(from.AdjClose, start, AdjClose, to, count);
        if (source is not null || from.source is not null) Array.Copy(from.Source, start, Source, to, count);
    }

    private T[] Filled<T>(T value)
    {
        var column = Pool<T>.Arrays.Rent(Capacity);
        Array.Fill(column, value);
        return column;
    }

    private void Grow<T>(ref T[] column, int capacity)
    {
        var grown = Pool<T>.Arrays.Rent(capacity);
        column.AsSpan(0, Capacity).CopyTo(grown);
        Pool<T>.Arrays.Return(column);
        column = grown;
    }

    private static void Return<T>(ref T[] column)
    {
        Pool<T>.Arrays.Return(column);
        column = [];
    }

    /// <summary>A pool of its own: the shared one keeps arrays for every thread that ever returned one. It is never emptied.</summary>
    private static class Pool<T>
    {
        private const int MostRows = 1 << 24, MostColumns = 64;

        public static readonly ArrayPool<T> Arrays = ArrayPool<T>.Create(MostRows, MostColumns);
    }
}
