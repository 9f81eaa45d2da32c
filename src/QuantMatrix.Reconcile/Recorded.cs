using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>What earlier nights recorded beside the bars, of any symbols in any order.</summary>
public sealed class Recorded(IEnumerable<RecordedAction> actions, IReadOnlyList<BasisConflict> conflicts)
{
    public static readonly Recorded Nothing = new([], []);

    private readonly ILookup<string, RecordedAction> actions = actions.ToLookup(r => r.Action.Symbol);

    internal IReadOnlyList<BasisConflict> Conflicts { get; } = conflicts;

    internal IEnumerable<RecordedAction> ActionsOf(string symbol) => actions[symbol];
}
