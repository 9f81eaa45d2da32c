using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Collects the sessions of one response: each is a bar, rejected, without a price, or outside the request.</summary>
/// <remarks>Of two rows with prices for one session the later one is used, also when it is the one rejected: it corrects the earlier.</remarks>
/// <param name="path">The requested path, recorded as the file of rejected rows.</param>
internal sealed class ProviderResponseBuilder(BarRequest request, string source, string path, int capacity)
{
    private readonly int from = request.From is { } from ? Day.Of(from) : int.MinValue;
    private readonly int to = Day.Of(request.To);
    private readonly BarRules rules = new(request.To);
    private readonly List<Bar> bars = new(capacity);
    private readonly SessionLines lines = new();
    private readonly List<RejectedRow> rejected = [];
    private int nulls, superseded;

    /// <summary>Adds a row; call it in the order in which the provider wrote the rows, oldest first.</summary>
    /// <param name="line">One-based position of the row in the response.</param>
    /// <param name="isSingle">Whether the provider converts prices to single precision.</param>
    public void Add(int line, int day, in BarCells cells, ReadOnlySpan<byte> body, bool isSingle = false)
    {
        if (day < from || day > to) return;
        if (cells.HasNoPrice)
        {
            nulls++;
            return;
        }
        var fault = cells.Read(day, body, out var bar);
        if (isSingle) bar = FromSingle(bar);
        if (!lines.TryAdd(day, line, out _)) Supersede(day);
        fault ??= rules.Fault(bar);
        if (fault is null) bars.Add(bar);
        else Reject(Day.Text(day), line, fault, cells.Text(body));
    }

    /// <summary>The same for a session whose date is text.</summary>
    public void Add(int line, JsonCell date, in BarCells cells, ReadOnlySpan<byte> body)
    {
        var fault = DateText.Fault(date.In(body), out var day);
        if (fault is null) Add(line, day, cells, body);
        else Reject(FieldText.Short(date.In(body)), line, date.IsEmpty ? "date is missing" : fault, cells.Text(body));
    }

    /// <summary>The response of a table with the columns date, open, high, low, close, total-return close and volume, in this order.</summary>
    public ProviderResponse Build(JsonTable rows, ReadOnlySpan<byte> body)
    {
        foreach (var row in rows.OldestFirst(0, body))
            Add(row + 1, rows[row, 0], new(rows[row, 1], rows[row, 2], rows[row, 3], rows[row, 4], rows[row, 5], rows[row, 6]), body);
        return Build();
    }

    public ProviderResponse Build()
    {
        var builder = new BarsBuilder(bars.Count);
        foreach (var bar in bars) builder.Add(request.Symbol, bar, source);
        var built = builder.Build();
        var isWhole = !request.IsPart && nulls + rejected.Count == 0 && built.Count > 0 && built.Days[^1] == to;
        return new(built, rejected) { Nulls = nulls, Superseded = superseded, IsWhole = isWhole };
    }

    private void Supersede(int day)
    {
        superseded++;
        if (bars.FindLastIndex(b => b.Day == day) is >= 0 and var earlier) bars.RemoveAt(earlier);
        else rejected.RemoveAll(r => r.Date == Day.Text(day));
    }

    private void Reject(string date, int line, string reason, string row) =>
        rejected.Add(new(request.Symbol, date, source, path, line, reason, $"{request.Symbol},{date},{row}"));

    /// <summary>Restores quoted prices: 129.04 arrives as 129.03999328613281, so take the fewest decimals that round to the same single.</summary>
    internal static Bar FromSingle(in Bar bar) =>
        new(bar.Day, FromSingle(bar.Open), FromSingle(bar.High), FromSingle(bar.Low), FromSingle(bar.Close), FromSingle(bar.AdjClose), bar.Volume);

    private static double FromSingle(double price)
    {
        const double cents = 1e2, millionths = 1e6;
        for (var unit = cents; unit <= millionths; unit *= 10)
            if (Math.Round(price * unit) / unit is var quoted && (float)quoted == (float)price) return quoted;
        return price;
    }
}
