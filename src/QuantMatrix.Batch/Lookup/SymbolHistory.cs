using Apache.Arrow;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Verification;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>The bars of one symbol up to a session, with every column of each of them, computed in memory.</summary>
internal sealed class SymbolHistory : IDisposable
{
    private static readonly Dictionary<string, int> Places =
        Catalogue.Standard.FeatureSchema.FieldsList.Select((f, i) => (f.Name, i)).ToDictionary(f => f.Name, f => f.i);

    private readonly List<PriceStructure> structures = [];
    private readonly RecordBatch rows;

    /// <param name="bars">Of the symbol alone, at least one.</param>
    /// <param name="market">As of the newest bar.</param>
    public SymbolHistory(Bars bars, MarketContext market)
    {
        (Bars, Calendar) = (bars, market.Calendar);
        rows = new Engine(Catalogue.Standard, market) { Structures = structures }.Compute(bars, int.MaxValue);
    }

    public Bars Bars { get; }

    public SessionCalendar Calendar { get; }

    public string Symbol => Bars.Symbols[0];

    /// <summary>The row of the newest bar.</summary>
    public int Last => Bars.Count - 1;

    public DateOnly Session => DateOf(Last);

    /// <summary>Open gaps and unbroken lines as of the newest bar.</summary>
    public IReadOnlyList<PriceStructure> Structures => structures;

    /// <summary>Reads bars from the lake and computes.</summary>
    /// <param name="asOf">The newest session to use; null for all.</param>
    /// <param name="known">The time as of which the bars are; null for now.</param>
    /// <exception cref="DataUnfitException">There is no bar.</exception>
    public static async Task<SymbolHistory> ReadAsync(CommandContext context, string symbol, DateOnly? asOf, KnownAt? known, CancellationToken ct)
    {
        using var lake = context.RunServices.OpenLake(context.Settings);
        var (manifest, options) = (lake.Current(), RecomputeIndicatorsUniverseOptions.Of(context.ReadJobs(null)));
        var bars = await BarsAsync(symbol);
        if (bars.Count == 0)
            throw new DataUnfitException($"no bars for '{symbol}' in price_data{(asOf is null ? "" : $" up to {asOf:yyyy-MM-dd}")}"
                + (known is null ? "" : $" as known at {known.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        var (benchmark, calendar) = (await BarsAsync(options.Benchmark), CalendarFiles.Read(context.Settings.Home));
        var last = calendar.AtOrBefore(asOf ?? Day.Date(bars.Days[^1]));
        return new(bars, new(calendar, new Benchmark(options.Benchmark, benchmark.Days, benchmark.Close), last) { Stage = options.Stage });

        Task<Bars> BarsAsync(string of) => new BarRange { Symbols = [of], To = asOf } is var range && known is null
            ? lake.BarsAsync(manifest, range, ct) : known!.BarsAsync(lake, manifest, range, ct);
    }

    public DateOnly DateOf(int row) => Day.Date(Bars.Days[row]);

    /// <summary>The row of a session; −1 when it has no bar.</summary>
    public int RowOf(DateOnly session) => Bars.Days.BinarySearch(Day.Of(session)) is >= 0 and var row ? row : -1;

    /// <summary>A field of the bar or a column; null for none.</summary>
    public object? Value(string column, int row) => FeatureValue.Of(rows.Column(Places[column]), row);

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

    public void Dispose() => rows.Dispose();
}
