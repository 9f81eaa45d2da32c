using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.MalformedResponseTests;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>A session that comes twice in one response is one bar: the later row corrects the earlier.</summary>
public class SupersededRowTests
{
    private static readonly BarRequest Week = Asked("AAPL", "2025-03-17", "2025-03-21");
    private static readonly string[] Days = ["2025-03-17", "2025-03-18", "2025-03-19"];

    /// <summary>Providers write the newest row last or first; the later row is the corrected one.</summary>
    [Theory]
    [MemberData(nameof(Providers), MemberType = typeof(Responses))]
    public void Of_two_rows_for_one_session_the_later_is_used(string provider)
    {
        var rows = new[] { (Days[0], "10 12 9 11 100"), (Days[2], "11 13 10 12 200"), (Days[1], "10 12 9 11 150"), (Days[2], "11 14 10 13 260") };
        IEnumerable<(string, string)[]> written = provider == Yahoo.Provider ? [rows] : [rows, [.. rows.Reverse()]];

        foreach (var answer in written.Select(w => Parse(provider, Body(provider, w), Week)))
        {
            Lines(answer.Bars).ShouldBe([
                $"2025-03-17 10 12 9 11 100 {provider}", $"2025-03-18 10 12 9 11 150 {provider}", $"2025-03-19 11 14 10 13 260 {provider}",
            ]);
            (answer.Rejected.Count, answer.Superseded).ShouldBe((0, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Providers), MemberType = typeof(Responses))]
    public void A_row_without_prices_does_not_supersede_an_earlier_one(string provider)
    {
        var answer = Parse(provider, Body(provider, (Days[0], "10 12 9 11 100"), (Days[1], "11 13 10 12 200"), (Days[1], "null null null null 0")), Week);

        Lines(answer.Bars).ShouldBe([$"2025-03-17 10 12 9 11 100 {provider}", $"2025-03-18 11 13 10 12 200 {provider}"]);
        (answer.Nulls, answer.Superseded).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("11 13 10 12 200", "11 9 10 12 200", "high 9 below open 11")]
    [InlineData("11 9 10 12 200", "11 8 10 12 200", "high 8 below open 11")]
    [InlineData("11 9 10 12 200", "11 13 10 12 200", null)]
    public void A_later_row_also_supersedes_when_either_is_invalid(string earlier, string later, string? reason)
    {
        var answer = Parse("yahoo", Body("yahoo", (Days[0], "10 12 9 11 100"), (Days[1], earlier), (Days[1], later)), Week);

        answer.Bars.Count.ShouldBe(reason is null ? 2 : 1);
        answer.Rejected.Select(r => (r.Line, r.Reason)).ShouldBe(reason is null ? [] : [(3L, reason)]);
        answer.Superseded.ShouldBe(1);
    }
}
