namespace QuantMatrix.Compute;

/// <summary>The growable arrays under <see cref="Bars"/>; all of one capacity.</summary>
/// <remarks>Adjusted closes and sources take memory only once somebody asks for them: bars read for computing have neither.</remarks>
internal sealed class BarColumns(int capacity)
{
    public int[] Day = GC.AllocateUninitializedArray<int>(capacity);
    public double[] Open = GC.AllocateUninitializedArray<double>(capacity);
    public double[] High = GC.AllocateUninitializedArray<double>(capacity);
    public double[] Low = GC.AllocateUninitializedArray<double>(capacity);
    public double[] Close = GC.AllocateUninitializedArray<double>(capacity);
    public long[] Volume = GC.AllocateUninitializedArray<long>(capacity);
    private double[]? adjClose;
    private string[]? source;

    public int Capacity => Day.Length;

    /// <summary>NaN where nothing was put.</summary>
    public double[] AdjClose => adjClose ??= Filled(double.NaN);

    /// <summary>Empty where nothing was put.</summary>
    public string[] Source => source ??= Filled("");

    public void Grow(int capacity)
    {
        Array.Resize(ref Day, capacity);
        Array.Resize(ref Open, capacity);
        Array.Resize(ref High, capacity);
        Array.Resize(ref Low, capacity);
        Array.Resize(ref Close, capacity);
        Array.Resize(ref Volume, capacity);
        if (adjClose is not null) Array.Resize(ref adjClose, capacity);
        if (source is not null) Array.Resize(ref source, capacity);
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
        var column = GC.AllocateUninitializedArray<T>(Capacity);
        Array.Fill(column, value);
        return column;
    }
}
