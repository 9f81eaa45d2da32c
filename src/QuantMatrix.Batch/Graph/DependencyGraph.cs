namespace QuantMatrix.Batch.Graph;

/// <summary>Orders names by what they need and finds cycles.</summary>
/// <remarks>Depth first, each name once and without recursion: linear in the number of dependencies, however dense or deep.</remarks>
public static class DependencyGraph
{
    private const int Done = -1;

    /// <returns>The names and everything they need, each after what it needs, otherwise in the given order.</returns>
    public static IReadOnlyList<string> Order(IEnumerable<string> names, Func<string, IEnumerable<string>> needs) => Walk(names, needs).Order;

    /// <returns>Each cycle from a name back to itself: <c>a, b, a</c>.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Cycles(IEnumerable<string> names, Func<string, IEnumerable<string>> needs) => Walk(names, needs).Cycles;

    private static (List<string> Order, List<IReadOnlyList<string>> Cycles) Walk(IEnumerable<string> names, Func<string, IEnumerable<string>> needs)
    {
        var (order, cycles) = (new List<string>(), new List<IReadOnlyList<string>>());
        var path = new List<(string Name, IEnumerator<string> Needs)>();
        var places = new Dictionary<string, int>(); // on the path, or Done
        foreach (var name in names)
        {
            Enter(name);
            while (path.Count > 0)
                if (path[^1].Needs.MoveNext()) Enter(path[^1].Needs.Current);
                else Leave();
        }
        return (order, cycles);

        void Enter(string name)
        {
            if (places.TryAdd(name, path.Count)) path.Add((name, needs(name).GetEnumerator()));
            else if (places[name] is var place and not Done) cycles.Add([.. path.Skip(place).Select(p => p.Name), name]);
        }

        void Leave()
        {
            var (name, enumerator) = path[^1];
            enumerator.Dispose();
            path.RemoveAt(path.Count - 1);
            places[name] = Done;
            order.Add(name);
        }
    }
}
