using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Collects the slots of one response: each row is a bar, rejected, without a price, or outside the request or the session's hours.</summary>
/// <remarks>
/// Of two rows with prices for one slot the later one is used, also when it is the one rejected. The newest row of a response may be stamped with the
/// time of its last trade: its slot is unfinished, and it is left out.
/// </remarks>
/// <param name="path">The requested path, recorded as the file of rejected rows.</param>
internal sealed class IntradayBuilder(IntradayRequest request, string source, string path)
{
    private readonly BarRules rules = new(request.To);
    private readonly SortedDictionary<long, IntradayBar> bars = [];
    private readonly HashSet<long> seen = [];
    private readonly List<RejectedRow> rejected = [];
    private int nulls, superseded;

    /// <summary>Adds a row; call it in the order of time, and in the order of the response for rows of one slot.</summary>
    /// <param name="line">One-based position of the row in the response.</param>
    /// <param name="time">Of the exchange.</param>
    /// <param name="isNewest">Whether no row of the response is later.</param>
    /// <param name="isSingle">Whether the provider converts prices to single precision.</param>
    public void Add(int line, DateTime time, bool isNewest, in BarCells cells, ReadOnlySpan<byte> body, bool isSingle = false)
    {
        var date = DateOnly.FromDateTime(time);
        var slot = new SlotPlace(request.Calendar, date, TimeOnly.FromDateTime(time));
        if (date < request.From || date > request.To || slot.IsOutside) return;
        if (cells.HasNoPrice) nulls++;
        else if (!slot.IsOnGrid && isNewest) nulls++;
        else AddPriced(line, time, slot, cells, body, isSingle);
    }

    /// <summary>A row whose stamp is unreadable.</summary>
    public void AddUnreadable(int line, ReadOnlySpan<byte> stamp, in BarCells cells, ReadOnlySpan<byte> body) =>
        Reject(FieldText.Short(stamp), line, stamp.IsEmpty ? "time is missing" : $"'{FieldText.Short(stamp)}' is not a time", cells.Text(body));

    public IntradayResponse Build() => new([.. bars.Values], rejected)
    {
        Nulls = nulls, Superseded = superseded, IsWhole = rejected.Count == 0 && bars.Count > 0 && bars.Values.Last().Day == Day.Of(request.To),
    };

    private void AddPriced(int line, DateTime time, SlotPlace slot, in BarCells cells, ReadOnlySpan<byte> body, bool isSingle)
    {
        var fault = cells.Read(slot.Day, body, out var read);
        if (isSingle) read = ProviderResponseBuilder.FromSingle(read);
        var bar = new IntradayBar(slot.Day, slot.Slot, read.Open, read.High, read.Low, read.Close, read.Volume);
        if (slot.IsOnGrid && !seen.Add(bar.Key)) Supersede(bar.Key, slot.Stamp);
        fault ??= slot.Fault(time) ?? rules.Fault(read);
        if (fault is null) bars.Add(bar.Key, bar);
        else Reject(slot.Stamp, line, fault, cells.Text(body));
    }

    private void Supersede(long key, string stamp)
    {
        superseded++;
        if (!bars.Remove(key)) rejected.RemoveAll(r => r.Date == stamp);
    }

    private void Reject(string stamp, int line, string reason, string row) =>
        rejected.Add(new(request.Symbol, stamp, source, path, line, reason, $"{request.Symbol},{stamp},{row}"));
}

/// <summary>The place of a time in its session.</summary>
internal readonly record struct SlotPlace(SessionCalendar Calendar, DateOnly Date, TimeOnly Time)
{
    public int Day => Model.Day.Of(Date);

    public int Slot => SessionSlots.Of(Time);

    public bool IsOnGrid => SessionSlots.Of(Time) >= 0 && Time == SessionSlots.Begin(Slot);

    /// <summary>Before the open or after the close of a session.</summary>
    public bool IsOutside => Slot < 0 || Slot >= (Calendar.IsSession(Date) ? SessionSlots.Count(Calendar, Date) : SessionSlots.Regular);

    /// <summary>As in messages: <c>2025-06-16 10:05</c>.</summary>
    public string Stamp => FormattableString.Invariant($"{Date:yyyy-MM-dd} {Time:HH:mm}");

    /// <summary>Why no bar can be stamped so.</summary>
    public string? Fault(DateTime time) =>
        !Calendar.IsSession(Date) ? FormattableString.Invariant($"{Date:yyyy-MM-dd} is no session")
        : IsOnGrid ? null : FormattableString.Invariant($"time {time:HH:mm:ss} is not the start of a slot of {SessionSlots.Minutes} minutes");
}
