using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Tests.UnitTests.Backfills;

/// <summary>Rows to expect, by the bars that are stored.</summary>
public class RowEstimateTests
{
    private static readonly Dictionary<string, long> Stored = new() { ["A"] = 300, ["B"] = 3, ["X"] = 900 };

    [Theory]
    [InlineData("5", true, "about 13 rows (3 symbols)")] // five of A, all three of B, and five of C, whose bars come first
    [InlineData("5", false, "about 8 rows (2 symbols)")]
    [InlineData("1", true, "about 3 rows (3 symbols)")]
    [InlineData("all", true, "about 303 rows (2 symbols)")]
    public void Rows_are_those_kept_of_each_tracked_symbol(string keep, bool isFetched, string expected)
    {
        RowsToKeep.TryParse(keep, out var rows).ShouldBeTrue();
        RowEstimate.Of(["A", "B", "C"], Stored, rows, isFetched).ToString().ShouldBe(expected);
    }

    [Fact]
    public void Nothing_tracked_gives_no_row() => RowEstimate.Of([], Stored, RowsToKeep.All, true).ToString().ShouldBe("about 0 rows (0 symbols)");
}
