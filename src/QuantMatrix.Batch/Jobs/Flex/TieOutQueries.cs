using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>The audits that a sync looks at itself, <c>sql/audits/tie_out_*.sql</c>, by name.</summary>
internal static class TieOutQueries
{
    public static IReadOnlyDictionary<string, string> Read(string home)
    {
        var folder = Path.Combine(home, "sql", "audits");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "tie_out_*.sql") : [];
        return files.Length > 0 ? files.Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText)
            : throw new ConfigurationException($"{folder} holds no tie_out_*.sql; expected the audits of the portfolio, from the folder QM_HOME names");
    }
}
