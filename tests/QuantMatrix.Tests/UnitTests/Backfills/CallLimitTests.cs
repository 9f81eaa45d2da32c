using QuantMatrix.Batch.Jobs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Backfills;

/// <summary>In which order a limited backfill serves the symbols.</summary>
public class CallLimitTests
{
    [Theory]
    [InlineData("", "A B C D")]
    [InlineData("A1 B1", "C D A B")] // a second run serves the rest
    [InlineData("A2 B1 C1", "D B C A")]
    [InlineData("A1 A3 B2", "C D B A")] // the session tried most often counts
    [InlineData("A1 B1 C1 D1 E1", "A B C D")]
    public void Symbols_tried_less_often_come_first(string units, string expected)
    {
        var due = new DueBars(["A", "B", "C", "D"], [.. "ABCD".Select(s => new BarRequest($"{s}", null, new(2024, 3, 4)))], new Dictionary<string, DateOnly>())
        {
            Missing = new Dictionary<string, IReadOnlyList<DateOnly>>(), Since = new(2024, 3, 4),
        };
        var open = units.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((u, day) => new OpenUnit("job", u[..1], day, OpenUnit.Failed, u[1] - '0', "", "r", "r"));
        string.Join(' ', CallLimit.Ordered(due, open).Requests.Select(r => r.Symbol)).ShouldBe(expected);
    }
}
