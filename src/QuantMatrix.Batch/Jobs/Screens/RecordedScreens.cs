using Apache.Arrow;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Screens;

/// <summary>Reads the result of all screens as recorded for the newest session, without evaluating a condition.</summary>
internal sealed class RecordedScreens(DataLake lake, Manifest manifest)
{
    /// <param name="screens">The conditions by name: those recorded last.</param>
    public async Task<ScreenRows> ReadAsync(IReadOnlyDictionary<string, string> screens, CancellationToken ct)
    {
        var session = manifest.Of(FeatureTable.Name).Max(f => f.LastDate)!.Value;
        var rows = await lake.TableAsync(manifest, $"""
            SELECT screen, symbol FROM ({ScreenMember.Newest}) WHERE date = {Sql(session)}
            UNION ALL SELECT NULL, symbol FROM features GROUP BY symbol HAVING max(date) < {Sql(session)} ORDER BY ALL
            """, ct);
        var members = screens.Keys.ToDictionary(name => name, _ => new List<string>());
        var stale = 0;
        for (var row = 0; row < (rows?.Length ?? 0); row++)
            if (Text(rows!, 0, row) is not { } screen) stale++;
            else if (members.TryGetValue(screen, out var symbols)) symbols.Add(Text(rows!, 1, row)!);
        return new(Day.Of(session), new Dictionary<string, double>(), stale, [.. screens.Select(s => new ScreenResult(s.Key, s.Value, members[s.Key]))]);
    }

    private static string Sql(DateOnly session) => $"DATE '{session:yyyy-MM-dd}'";

    private static string? Text(RecordBatch rows, int column, int row) => ((StringArray)rows.Column(column)).GetString(row);
}
