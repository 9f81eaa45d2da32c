namespace QuantMatrix.Batch.Graph;

/// <summary>Finds names that need each other, directly or through others.</summary>
public static class Cycles
{
    /// <returns>Each cycle from a name back to the same name: <c>a, b, a</c>.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IEnumerable<string> names, Func<string, IEnumerable<string>> needs)
    {
        var (cycles, path, done) = (new List<IReadOnlyList<string>>(), new List<string>(), new HashSet<string>());
        foreach (var name in names) Visit(name);
        return cycles;

        void Visit(string name)
        {
            if (done.Contains(name)) return;
            if (path.IndexOf(name) is var start and >= 0)
            {
                cycles.Add([.. path[start..], name]);
                return;
            }
            path.Add(name);
            foreach (var need in needs(name)) Visit(need);
            path.RemoveAt(path.Count - 1);
            done.Add(name);
        }
    }
}
