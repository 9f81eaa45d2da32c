using QuantMatrix.Batch.Jobs;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Backfills;

/// <summary>What a backfill reports as missing and refused.</summary>
public class ShortfallsTests
{
    private static readonly SessionCalendar Calendar = new([]);
    private static readonly DateOnly Friday = new(2026, 3, 20);

    [Fact]
    public void Symbols_are_grouped_by_their_first_missing_session_the_newest_first()
    {
        var found = Live(Part(("AAA", 20, 0), ("BBB", 19, 0), ("CCC", 19, 0), ("DDD", 13, 0)));

        found.Lines().ShouldBe(["2026-03-20 is missing from 2 symbols (BBB, CCC)", "2026-03-16 to 2026-03-20 are missing from 1 symbol (DDD)"]);
        (found.Any, found.Behind, found.IsUnpublished).ShouldBe((true, 3, false));
    }

    [Fact]
    public void A_later_response_replaces_an_earlier_one()
    {
        var found = Live(Part(("AAA", 19, 9)), Part(("AAA", 20, 0)));

        found.Lines().ShouldBeEmpty();
        found.Any.ShouldBeFalse();
    }

    /// <summary>Five sessions before Friday the 20th is Friday the 13th.</summary>
    [Theory]
    [InlineData(19, 19, true)]
    [InlineData(13, 5, true)]
    [InlineData(12, 5, false)] // halted or delisted
    [InlineData(20, 19, false)]
    public void A_session_is_unpublished_when_no_symbol_has_it_and_one_ended_recently(int one, int other, bool unpublished) =>
        Live(Part(("AAA", one, 0), ("BBB", other, 0))).IsUnpublished.ShouldBe(unpublished);

    [Fact]
    public void Nothing_requested_is_not_unpublished() => Live().IsUnpublished.ShouldBeFalse();

    [Fact]
    public void Refused_rows_count_for_the_provider_that_serves_the_symbol()
    {
        var part = Part(("AAA", 20, 1), ("BBB", 20, 3));
        var others = part with { Rejected = [.. part.Rejected, .. Enumerable.Range(0, 9).Select(_ => Rejected("AAA", "another"))] };

        Live(others).Lines().ShouldBe(["3 of 63 rows refused, more than 2 %, of 1 symbol (BBB)"]);
    }

    [Fact]
    public void A_folder_is_not_behind_but_its_refused_symbols_count()
    {
        var part = Part(("AAA", 10, 0), ("BBB", 20, 2));
        var found = new Shortfalls(Calendar, due: null, refusedPercent: 2);
        found.Add(part with { Rejected = [.. part.Rejected, Rejected("ZZZ", "replay")] });

        found.Lines().ShouldBe(["3 of 63 rows refused, more than 2 %, of 2 symbols (BBB, ZZZ)"]);
        (found.Behind, found.IsUnpublished).ShouldBe((0, false));
    }

    [Fact]
    public void At_most_ten_symbols_are_named()
    {
        var lines = Live(Part([.. Enumerable.Range(0, 12).Select(i => ($"S{i:00}", 19, 0))])).Lines();

        lines.ShouldBe(["2026-03-20 is missing from 12 symbols (S00, S01, S02, S03, S04, S05, S06, S07, S08, S09 …)"]);
    }

    private static Shortfalls Live(params Fetched[] parts)
    {
        var found = new Shortfalls(Calendar, Friday, refusedPercent: 2);
        foreach (var part in parts) found.Add(part);
        return found;
    }

    /// <summary>Sixty bars of each symbol up to a day of March 2026, and a number of refused rows.</summary>
    private static Fetched Part(params (string Symbol, int Newest, int Refused)[] symbols)
    {
        var bars = new BarsBuilder();
        foreach (var (symbol, newest, _) in symbols)
            foreach (var date in Calendar.Sessions(Calendar.Back(new(2026, 3, newest), 59), new(2026, 3, newest)))
                bars.Add(symbol, new Bar(Day.Of(date), 10, 12, 9, 11, double.NaN, 100), "fmp");
        return new(bars.Build(), [.. symbols.SelectMany(s => Enumerable.Range(0, s.Refused).Select(_ => Rejected(s.Symbol, "fmp")))], []);
    }

    private static RejectedRow Rejected(string symbol, string source) => new(symbol, "2026-03-18", source, "file", 1, "high 8 below open 10", "");
}
