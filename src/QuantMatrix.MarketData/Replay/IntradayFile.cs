using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The 5-minute bars of one file: text with the columns of daily bars, or Parquet.</summary>
/// <param name="Bars">By symbol, in the order of the rows.</param>
/// <param name="Rejected">The invalid rows in order of their lines.</param>
internal sealed record IntradayFile(IReadOnlyList<(string Symbol, List<IntradayBar> Bars)> Bars, IReadOnlyList<RejectedRow> Rejected)
{
    /// <summary>A file, or every file of an archive.</summary>
    public static IEnumerable<IntradayFile> Load(BarFile file, SessionCalendar calendar, ReplayOptions options, CancellationToken ct)
    {
        try
        {
            if (file.IsParquet) return [Parquet(file, calendar, options, ct)];
            using var reader = new BarFileReader();
            return [.. reader.Expand(file).Select(entry => Text(entry, reader, calendar, options))];
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return [Unusable(file, $"the file cannot be read: {e.Message}")];
        }
    }

    private static IntradayFile Text(BarFile file, BarFileReader reader, SessionCalendar calendar, ReplayOptions options)
    {
        using var content = reader.Read(file, out var unread);
        if (unread is not null) return Unusable(file, unread);
        if (FileLayout.OfHeader(content.Text, out var fault) is not { } layout) return Unusable(file, fault!.Reason);
        var rows = new IntradayFileRows(file.Name, calendar, options.Today);
        foreach (var columns in layout.Columns)
        {
            var named = columns.Ticker ?? (columns.Symbol >= 0 ? null : FileSymbol.Of(file, out _));
            if (named is null && columns.Symbol < 0) return Unusable(file, NoSymbol(file));
            ReadText(layout.Rows(content.Text), columns, named, rows);
        }
        return rows.Build();
    }

    private static void ReadText(CsvRows text, BarHeader columns, string? named, IntradayFileRows rows)
    {
        while (text.Next())
        {
            double open = 0, high = 0, low = 0, close = 0;
            long volume = 0;
            DateTime? time = StampText.TryParse(text[columns.Date], out var stamp) ? stamp : null;
            var fault = text.Fault
                ?? PriceText.Fault(BarField.Open, text[columns.Open], out open) ?? PriceText.Fault(BarField.High, text[columns.High], out high)
                ?? PriceText.Fault(BarField.Low, text[columns.Low], out low) ?? PriceText.Fault(BarField.Close, text[columns.Close], out close)
                ?? VolumeText.Fault(text[columns.Volume], out volume);
            rows.Add(named ?? FieldText.Of(text[columns.Symbol]), time, FieldText.Short(text[columns.Date]), new(0, 0, open, high, low, close, volume),
                text.Line, fault, FieldText.Row(text.Raw));
        }
    }

    private static IntradayFile Parquet(BarFile file, SessionCalendar calendar, ReplayOptions options, CancellationToken ct)
    {
        if (options.OpenParquet is not { } open) return Unusable(file, "Parquet files are not supported here; expected a CSV file");
        var (rows, line) = (new IntradayFileRows(file.Name, calendar, options.Today), 0);
        foreach (var batch in open(file.Path, ct))
        {
            if (BarHeader.Read([.. batch.Schema.FieldsList.Select(f => f.Name)], out var fault) is not { } columns) return Unusable(file, fault!);
            var named = columns.Symbol >= 0 ? null : FileSymbol.Of(file, out _);
            if (named is null && columns.Symbol < 0) return Unusable(file, NoSymbol(file));
            var (cells, times) = (ArrowBarColumns.Prices(batch, columns), Times(batch.Column(columns.Date)));
            for (var row = 0; row < batch.Length; row++)
            {
                var (volume, wrong) = cells.Volume(row);
                var (o, h, l, c) = (cells.Open(row), cells.High(row), cells.Low(row), cells.Close(row));
                var bar = new IntradayBar(0, 0, o ?? double.NaN, h ?? double.NaN, l ?? double.NaN, c ?? double.NaN, volume);
                rows.Add(named ?? cells.Symbol(row) ?? "", times(row).Time, times(row).Text, bar, ++line, wrong, string.Create(CultureInfo.InvariantCulture,
                    $"{times(row).Text},{o},{h},{l},{c},{volume}"));
            }
        }
        return rows.Build();
    }

    /// <summary>Timestamps without a zone are the exchange's time; those with one are instants.</summary>
    private static Func<int, (DateTime? Time, string Text)> Times(IArrowArray column)
    {
        if (column is TimestampArray stamps)
            return row => stamps.GetTimestamp(row) is not { } at ? (null, "")
                : ((TimestampType)stamps.Data.DataType).Timezone is { Length: > 0 } ? Shown(ExchangeTime.Of(at)) : Shown(at.UtcDateTime);
        if (column is Int64Array numbers) return row => Parsed($"{numbers.GetValue(row)}");
        var texts = ArrowCells.Texts(BarField.Date, column);
        return row => Parsed(texts(row) ?? "");

        static (DateTime?, string) Shown(DateTime time) => (time, time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        static (DateTime?, string) Parsed(string text) => (StampText.TryParse(Encoding.UTF8.GetBytes(text), out var time) ? time : null, FieldText.Short(text));
    }

    private static string NoSymbol(BarFile file) => FileSymbol.Of(file, out var fault) is null ? fault : "";

    private static IntradayFile Unusable(BarFile file, string reason) =>
        new([], [new(FileSymbol.Of(file, out _) ?? file.Stem, "", ReplayFolder.SourceName, file.Name, 0, reason, "")]);
}

/// <summary>Sorts the rows of a file into bars, rejected ones, and those outside the session's hours.</summary>
internal sealed class IntradayFileRows(string file, SessionCalendar calendar, DateOnly today)
{
    private readonly BarRules rules = new(today);
    private readonly Dictionary<string, (string Symbol, List<IntradayBar> Bars)> bars = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> rejected = [];
    private (string Text, string? Symbol) last = ("", null);

    /// <param name="symbol">As found.</param>
    /// <param name="time">Of the exchange; null when it is unreadable.</param>
    /// <param name="bar">Without its place.</param>
    /// <param name="fault">What is wrong with the values.</param>
    public void Add(string symbol, DateTime? time, string stamp, IntradayBar bar, int line, string? fault, string row)
    {
        if (last.Text != symbol) last = (symbol, FileSymbol.TryCanonical(symbol, out var canonical) ? canonical : null);
        if (last.Symbol is null) fault = $"symbol '{FieldText.Short(symbol)}' is not a ticker";
        else if (time is { } at)
        {
            var place = new SlotPlace(calendar, DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));
            if (place.IsOutside) return;
            bar = bar with { Day = place.Day, Slot = place.Slot };
            fault ??= place.Fault(at) ?? rules.Fault(new Bar(bar.Day, bar.Open, bar.High, bar.Low, bar.Close, double.NaN, bar.Volume));
        }
        else fault ??= $"'{stamp}' is not a time; expected one like 2025-06-16 09:35, of the exchange, with an offset, or Unix seconds";
        if (fault is null) Of(last.Symbol!).Add(bar);
        else rejected.Add(new(last.Symbol ?? FieldText.Short(symbol), stamp, ReplayFolder.SourceName, file, line, fault, row));
    }

    public IntradayFile Build() => new([.. bars.Values], rejected);

    private List<IntradayBar> Of(string symbol)
    {
        if (!bars.TryGetValue(symbol, out var known)) bars[symbol] = known = (symbol, []);
        return known.Bars;
    }
}
