using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Lowest and highest symbol and date of the batches seen, for tables keyed by (symbol, date).</summary>
internal sealed class KeyRange
{
    public string FirstSymbol { get; private set; } = "";

    public string LastSymbol { get; private set; } = "";

    public DateOnly? FirstDate { get; private set; }

    public DateOnly? LastDate { get; private set; }

    public void Add(RecordBatch batch)
    {
        if (batch.Column(0) is DictionaryArray { Indices: Int32Array codes, Dictionary: StringArray symbols } && batch.Length > 0)
        {
            var (first, last) = (symbols.GetString(codes.Values[0]), symbols.GetString(codes.Values[^1]));
            if (FirstSymbol.Length == 0 || string.CompareOrdinal(first, FirstSymbol) < 0) FirstSymbol = first;
            if (string.CompareOrdinal(last, LastSymbol) > 0) LastSymbol = last;
        }
        if (batch.Column(1) is not Date32Array days || days.Length == 0) return;
        var (oldest, newest) = (int.MaxValue, int.MinValue);
        foreach (var day in days.Values) (oldest, newest) = (Math.Min(oldest, day), Math.Max(newest, day));
        if (FirstDate is null || Day.Date(oldest) < FirstDate) FirstDate = Day.Date(oldest);
        if (LastDate is null || Day.Date(newest) > LastDate) LastDate = Day.Date(newest);
    }
}
