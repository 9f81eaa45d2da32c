using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

internal static class MembershipChangeAssertions
{
    public static void ShouldBeChange(this MembershipChange change, string[]? added = null, string[]? removed = null, string[]? kept = null)
    {
        change.Added.ShouldBe(added ?? []);
        change.Removed.ShouldBe(removed ?? []);
        change.Kept.ShouldBe(kept ?? []);
    }
}
