using System.Reflection;

namespace QuantMatrix.Publish.Tables;

/// <summary>The views over the account tables, <c>sql/portfolio/*.sql</c>: in SQL that every target understands, with the comment in the first line.</summary>
internal static class AccountViews
{
    private const string Comment = "-- ";

    public static IReadOnlyList<View> All { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("portfolio_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    private static View Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        var text = reader.ReadToEnd();
        return new View(Path.GetFileNameWithoutExtension(resource), text.Split('\n')[0][Comment.Length..], text);
    }
}
