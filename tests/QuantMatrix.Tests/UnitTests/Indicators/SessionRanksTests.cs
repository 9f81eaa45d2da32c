using CsCheck;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Ranks within a session, against the definition, and how they reach the rows.</summary>
public class SessionRanksTests
{
    [Theory]
    [InlineData("5", "50")]                    // one symbol: ceil(99·0.5)
    [InlineData("1 2", "25 75")]               // 99·0.25 and 99·0.75
    [InlineData("3 3 3", "50 50 50")]          // all equal: the middle
    [InlineData("-1 7 7 20", "13 50 50 87")]   // 12.4, 49.5, 86.6
    [InlineData("0 -0 1", "33 33 83")]         // zeros are equal: 33, 82.5
    public void A_rank_counts_smaller_scores_and_half_the_equal_ones(string scores, string ranks) =>
        string.Join(' ', SessionRanks.Of([.. scores.Split(' ').Select(double.Parse)])).ShouldBe(ranks);

    [Fact]
    public void Ranks_equal_the_slow_definition_and_do_not_depend_on_the_order() =>
        Gen.Int[-20, 20].Array[1, 300].Sample(values =>
        {
            var scores = Array.ConvertAll(values, v => v / 7.0);
            var ranks = SessionRanks.Of(scores);
            for (var i = 0; i < scores.Length; i++)
            {
                var (smaller, equal) = (scores.Count(s => s < scores[i]), scores.Count(s => s == scores[i]));
                ranks[i].ShouldBe((int)Math.Ceiling(99m * (smaller + equal / 2m) / scores.Length));
            }
            SessionRanks.Of([.. scores.Reverse()]).ShouldBe(ranks.AsEnumerable().Reverse());
            ranks.ShouldAllBe(r => r >= 1 && r <= 99);
        }, iter: 300);

    [Fact]
    public void A_missing_score_has_no_rank_and_does_not_count()
    {
        var ranks = new SessionRanks([new(10, [("A", 1), ("B", double.NaN), ("C", 2)]), new(11, [("A", 3)])]);
        ranks.Of("A").ShouldBe([(10, 25), (11, 50)]);
        ranks.Of("B").ShouldBeEmpty();
        ranks.Of("D").ShouldBeEmpty();
    }

    [Theory, InlineData(1), InlineData(5), InlineData(int.MaxValue)]
    public void The_engine_writes_each_rank_to_its_session_and_nothing_elsewhere(int keep)
    {
        var bars = Series.Join(Series.Of("A", Series.Walk(1, 300)), Series.Of("B", Series.Walk(2, 270)), Series.Of("C", Series.Walk(3, 300)));
        var days = Series.Sessions().Take(300).Select(Day.Of).ToArray();
        var ranks = new SessionRanks([new(days[260], [("A", 1), ("C", 2)]), new(days[269], [("B", 1)]), new(days[299], [("A", 2), ("C", 1)])]);
        var features = new Features(bars, keep, market: Series.MarketContext with { Ranks = ranks });
        Expect("A", 300, (260, 25), (299, 75));
        Expect("B", 270, (269, 50));
        Expect("C", 300, (260, 75), (299, 25));

        void Expect(string symbol, int count, params (int Bar, double Rank)[] expected) => features.Of(symbol, "rs_rank").ShouldBe(
            Enumerable.Range(0, count).Select(t => expected.Where(e => e.Bar == t).Select(e => e.Rank).DefaultIfEmpty(double.NaN).Single()).TakeLast(keep));
    }
}
