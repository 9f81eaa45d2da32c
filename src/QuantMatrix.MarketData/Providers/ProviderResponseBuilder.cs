using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Collects the sessions of one response: each is a bar, rejected, without a price, or outside the request.</summary>
/// <param name="path">The requested path, recorded as the file of rejected rows.</param>
internal sealed class ProviderResponseBuilder(BarRequest request, string source, string path, int capacity)
{
    private readonly int from = request.From is { } from ? Day.Of(from) : int.MinValue;
    private readonly int to = Day.Of(request.To);
    private readonly BarRules rules = new(request.To);
    private readonly BarsBuilder bars = new(capacity);
    private readonly SessionLines lines = new();
    private readonly List<RejectedRow> rejected = [];
    private int nulls;

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
        fault ??= rules.Fault(bar) ?? (lines.TryAdd(day, line, out var first) ? null : BarRules.Repeated(day, first));
        if (fault is null) bars.Add(request.Symbol, bar, source);
        else Reject(Day.Text(day), line, fault, cells.Text(body));
    }

    /// <summary>The same for a session whose date is text.</summary>
    public void Add(int line, JsonCell date, in BarCells cells, ReadOnlySpan<byte> body)
    {
        var fault = DateText.Fault(date.In(body), out var day);
        if (fault is null) Add(line, day, cells, body);
        else Reject(FieldText.Short(date.In(body)), line, date.IsEmpty ? "date is missing" : fault, cells.Text(body));
    }

    public ProviderResponse Build() => new(bars.Build(), rejected) { Nulls = nulls };

    private void Reject(string date, int line, string reason, string row) =>
        rejected.Add(new(request.Symbol, date, source, path, line, reason, $"{request.Symbol},{date},{row}"));

    /// <summary>Restores quoted prices: 129.04 arrives as 129.03999328613281, so take the fewest decimals that round to the same single.</summary>
    private static Bar FromSingle(in Bar bar) =>
        new(bar.Day, FromSingle(bar.Open), FromSingle(bar.High), FromSingle(bar.Low), FromSingle(bar.Close), FromSingle(bar.AdjClose), bar.Volume);

    private static double FromSingle(double price)
    {
        const double cents = 1e2, millionths = 1e6;
        for (var unit = cents; unit <= millionths; unit *= 10)
            if (Math.Round(price * unit) / unit is var quoted && (float)quoted == (float)price) return quoted;
        return price;
    }
}
