namespace QuantMatrix.Model;

/// <summary>Daily bars of any number of symbols: columns sorted by (symbol, date), one row a session, prices split-adjusted.</summary>
/// <remarks>
/// Symbol <c>s</c> has rows <c>Starts[s] .. Starts[s+1]</c>. Symbols are in ordinal order and distinct, days strictly ascend within a symbol.
/// Built by <see cref="BarsBuilder"/>, which checks this.
/// </remarks>
public sealed class Bars
{
    /// <summary>The source of synthetic bars, which are never mixed with real ones in one series.</summary>
    public const string Synthetic = "synthetic";

    internal Bars(string[] symbols, int[] starts, BarColumns columns)
    {
        Symbols = symbols;
        Starts = starts;
        Columns = columns;
        Count = starts[^1];
    }

    public static Bars Empty { get; } = new BarsBuilder().Build();

    /// <summary>Distinct symbols, ordinal order.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>First row of each symbol, and one past the last row at the end: <c>Symbols.Count + 1</c> entries.</summary>
    public IReadOnlyList<int> Starts { get; }

    public int Count { get; }

    /// <summary>Session dates, days since 1970-01-01.</summary>
    public ReadOnlySpan<int> Days => Columns.Day.AsSpan(0, Count);

    public ReadOnlySpan<double> Open => Columns.Open.AsSpan(0, Count);

    public ReadOnlySpan<double> High => Columns.High.AsSpan(0, Count);

    public ReadOnlySpan<double> Low => Columns.Low.AsSpan(0, Count);

    public ReadOnlySpan<double> Close => Columns.Close.AsSpan(0, Count);

    /// <summary>Total-return close as the source states it, NaN where it states none; of bars read from the lake, the computed one where requested.</summary>
    public ReadOnlySpan<double> AdjClose => Columns.AdjClose.AsSpan(0, Count);

    /// <summary>Whether any bar may have a total-return close.</summary>
    public bool HasAdjCloses => Columns.HasAdjClose;

    /// <summary>Shares traded.</summary>
    public ReadOnlySpan<long> Volume => Columns.Volume.AsSpan(0, Count);

    /// <summary>The provider of each bar.</summary>
    public ReadOnlySpan<string> Source => Columns.Source.AsSpan(0, Count);

    internal BarColumns Columns { get; }

    /// <summary>Rows of one symbol, by its index in <see cref="Symbols"/>.</summary>
    public Range RowsOf(int symbol) => Starts[symbol]..Starts[symbol + 1];

    /// <summary>The index of a symbol in <see cref="Symbols"/>, or -1.</summary>
    public int IndexOf(string symbol)
    {
        var at = System.Array.BinarySearch((string[])Symbols, symbol, StringComparer.Ordinal);
        return at < 0 ? -1 : at;
    }

    /// <summary>Returns the memory to the pool. For the sole owner, once neither these bars nor Arrow columns over their memory are read.</summary>
    public void Recycle()
    {
        // The empty instance is shared.
        if (Count > 0) Columns.Recycle();
    }
}

/// <summary>One session of one symbol. Prices are split-adjusted; <see cref="AdjClose"/> is NaN where the source states none.</summary>
public readonly record struct Bar(int Day, double Open, double High, double Low, double Close, double AdjClose, long Volume);
