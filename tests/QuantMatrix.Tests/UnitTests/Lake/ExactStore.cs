using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>Stores bars as those of a local source.</summary>
internal static class ExactStore
{
    public static async Task<MergeCount> StoreAsync(this DataLake lake, LakeCommit commit, Bars bars)
    {
        var stored = await lake.BarsAsync(commit.Basis, new BarRange { Symbols = bars.Symbols }, default);
        return await commit.ApplyAsync(Reconciler.Plan(stored, new FetchedBars(bars), Recorded.Nothing, ReconcileRules.Exact), default);
    }
}
