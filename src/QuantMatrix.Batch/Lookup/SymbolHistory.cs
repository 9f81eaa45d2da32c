using Apache.Arrow;
using QuantMatrix.Batch.Verification;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>The bars of one symbol up to a session, with every column of each of them, computed in memory.</summary>
internal sealed class SymbolHistory : IDisposable
{
    private readonly List<PriceStructure> structures = [];

    /// <param name="bars">Of the symbol alone, at least one.</param>
    /// <param name="market">As of the newest bar.</param>
    public SymbolHistory(Bars bars, MarketContext market)
    {
        (Bars, Calendar) = (bars, market.Calendar);
        Rows = new Engine(Catalogue.Standard, market) { Structures = structures }.Compute(bars, int.MaxValue);
    }

    public Bars Bars { get; }

    /// <summary>A row of <c>features</c> for each bar.</summary>
    public RecordBatch Rows { get; }

    public SessionCalendar Calendar { get; }

    public string Symbol => Bars.Symbols[0];

    /// <summary>The row of the newest bar.</summary>
    public int Last => Bars.Count - 1;

    public DateOnly Session => DateOf(Last);

    /// <summary>Open gaps and unbroken lines as of the newest bar.</summary>
    public IReadOnlyList<PriceStructure> Structures => structures;

    public DateOnly DateOf(int row) => Day.Date(Bars.Days[row]);

    /// <summary>A field of the bar or a column; null for none.</summary>
    public object? Value(string column, int row) => FeatureValue.Of(Rows.Column(FeatureValue.Places[column]), row);

    /// <summary>NaN for none.</summary>
    public double Number(string column, int row) => Value(column, row) switch { double number => number, long count => count, _ => double.NaN };

    /// <summary>The complete weeks with the newest row's <c>stage_label</c>, without a break.</summary>
    public int WeeksInStage()
    {
        var (label, weeks, until) = (Value("stage_label", Last), 0, int.MaxValue);
        for (var row = Last; row >= 0 && Equals(Value("stage_label", row), label); row--)
        {
            var monday = Bars.Days[row] - ((int)DateOf(row).DayOfWeek + 6) % 7;
            if (monday >= until) continue;
            var isComplete = weeks > 0 || Calendar.AtOrBefore(Day.Date(monday + 6)) == DateOf(row);
            if (isComplete) weeks++;
            until = monday;
        }
        return Math.Max(weeks, 1);
    }

    public void Dispose() => Rows.Dispose();
}
