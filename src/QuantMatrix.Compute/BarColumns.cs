namespace QuantMatrix.Compute;

/// <summary>The growable arrays under <see cref="Bars"/>; all of one capacity.</summary>
internal sealed class BarColumns(int capacity)
{
    public int[] Day = new int[capacity];
    public double[] Open = new double[capacity];
    public double[] High = new double[capacity];
    public double[] Low = new double[capacity];
    public double[] Close = new double[capacity];
    public double[] AdjClose = new double[capacity];
    public long[] Volume = new long[capacity];
    public string[] Source = new string[capacity];

    public int Capacity => Day.Length;

    public void Grow(int capacity)
    {
        Array.Resize(ref Day, capacity);
        Array.Resize(ref Open, capacity);
        Array.Resize(ref High, capacity);
        Array.Resize(ref Low, capacity);
        Array.Resize(ref Close, capacity);
        Array.Resize(ref AdjClose, capacity);
        Array.Resize(ref Volume, capacity);
        Array.Resize(ref Source, capacity);
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
        Array.Copy(from.AdjClose, start, AdjClose, to, count);
        Array.Copy(from.Volume, start, Volume, to, count);
        Array.Copy(from.Source, start, Source, to, count);
    }
}
