using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>The columns whose value, and whose inputs' values, depend on nothing but a window of bars.</summary>
internal static class Windowed
{
    public static IReadOnlyList<Column> Columns { get; } = [.. Find()];

    private static IEnumerable<Column> Find()
    {
        var recursive = new HashSet<string>();
        foreach (var indicator in Catalogue.Standard.Indicators)
            if (indicator.Recursive || indicator.Inputs.Any(recursive.Contains)) recursive.UnionWith(indicator.Outputs.Select(o => o.Name));
        return Catalogue.Standard.Columns.Where(c => !recursive.Contains(c.Name));
    }
}
