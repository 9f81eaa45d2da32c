using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

internal static class HistoryCountAssertions
{
    public static void ShouldBeCounts(this HistoryCount count, int added = 0, int restated = 0, int refused = 0, int unchanged = 0) =>
        (count.Added, count.Restated, count.Refused, count.Unchanged).ShouldBe((added, restated, refused, unchanged));
}
