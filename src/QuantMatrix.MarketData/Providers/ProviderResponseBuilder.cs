using QuantMatrix.MarketData.Csv;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Collects the sessions of one answer: each is a bar, rejected, without a price, or not asked for.</summary>
/// <param name="question">Where the rows stand, for people: the path asked.</param>
internal sealed class ProviderResponseBuilder(BarRequest request, string source, string question, int capacity)
{
    private readonly int from = request.From is { } from ? Day.Of(from) : int.MinValue;
    private readonly int to = Day.Of(request.To);
    private readonly BarRules rules = new(request.To);
    private readonly BarsBuilder bars = new(capacity);
    private readonly SessionLines lines = new();
    private readonly List<RejectedRow> rejected = [];
    private int nulls;

    /// <param name="line">The row's place in the answer, the first is 1.</param>
    /// <param name="single">Prices went through single precision on their way.</param>
    public void Take(int line, int day, in BarCells cells, ReadOnlySpan<byte> body, bool single = false)
    {
        if (day < from || day > to) return;
        if (cells.HasNoPrice)
        {
            nulls++;
            return;
        }
        var fault = cells.Bar(day, body, out var bar);
        if (single) bar = Quoted(bar);
        fault ??= rules.Fault(bar) ?? (lines.TryTake(day, line, out var first) ? null : BarRules.Repeated(day, first));
        if (fault is null) bars.Add(request.Symbol, bar, source);
        else Reject(Day.Text(day), line, fault, cells.Text(body));
    }

    /// <summary>The same for a session whose date stands in the answer as text.</summary>
    public void Take(int line, JsonCell date, in BarCells cells, ReadOnlySpan<byte> body)
    {
        if (DateText.TryParse(date.In(body), out var found))
        {
            Take(line, Day.Of(found), cells, body);
            return;
        }
        var text = FieldText.Short(date.In(body));
        Reject(text, line, date.IsEmpty ? "date is missing" : $"date '{text}' is no date", cells.Text(body));
    }

    public ProviderResponse Finish() => new(bars.Build(), rejected) { Nulls = nulls };

    private void Reject(string date, int line, string reason, string row) =>
        rejected.Add(new(request.Symbol, date, source, question, line, reason, $"{request.Symbol},{date},{row}"));

    /// <summary>A price of 129.04 arrives as 129.03999328613281 through single precision: the fewest decimals that give the same single were meant.</summary>
    private static Bar Quoted(in Bar bar) =>
        new(bar.Day, Quoted(bar.Open), Quoted(bar.High), Quoted(bar.Low), Quoted(bar.Close), Quoted(bar.AdjClose), bar.Volume);

    private static double Quoted(double price)
    {
        const double cents = 1e2, millionths = 1e6;
        for (var unit = cents; unit <= millionths; unit *= 10)
            if (Math.Round(price * unit) / unit is var quoted && (float)quoted == (float)price) return quoted;
        return price;
    }
}
