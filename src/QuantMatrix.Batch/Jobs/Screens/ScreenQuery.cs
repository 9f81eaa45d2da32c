using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Screens;

/// <summary>Evaluates all screens in one query over each symbol's newest row. A row older than the newest session satisfies none.</summary>
internal sealed class ScreenQuery(DataLake lake, Manifest manifest)
{
    public async Task<ScreenRows> RunAsync(IReadOnlyDictionary<string, string> screens, CancellationToken ct)
    {
        List<ScreenCondition> conditions = [.. screens.Values.Select(text => new ScreenCondition(text))];
        RecordBatch rows;
        try
        {
            rows = (await lake.TableAsync(manifest, Query(conditions), ct))!;
        }
        catch (DataUnfitException)
        {
            foreach (var (screen, condition) in screens.Keys.Zip(conditions)) await RequireValidAsync(screen, condition, ct);
            throw;
        }
        var days = ((Date32Array)rows.Column(1)).Values.ToArray();
        var session = days.Max();
        var closes = (DoubleArray)rows.Column(2);
        var symbols = Enumerable.Range(0, rows.Length).Select(row => ((StringArray)rows.Column(0)).GetString(row)).ToArray();
        var current = Enumerable.Range(0, rows.Length).Where(row => days[row] == session).ToList();
        return new(session, current.ToDictionary(row => symbols[row], row => closes.GetValue(row) ?? double.NaN), rows.Length - current.Count,
            [.. screens.Select((screen, i) => new ScreenResult(screen.Key, screen.Value,
                [.. current.Where(row => ((BooleanArray)rows.Column(3 + i)).GetValue(row) == true).Select(row => symbols[row])]))]);
    }

    private string Query(List<ScreenCondition> conditions)
    {
        var columns = conditions.Select((condition, i) => $", {condition.Sql} AS \"{i}\"");
        var rows = $"({FeatureTable.Newest(lake.Features)})";
        return $"SELECT symbol, date, close{string.Concat(columns)} "
            + $"FROM {(conditions.Exists(c => c.IsIntraday) ? IntradayFeatureTable.Beside(rows) : rows)} ORDER BY symbol";
    }

    private async Task RequireValidAsync(string screen, ScreenCondition condition, CancellationToken ct)
    {
        try
        {
            await lake.TableAsync(manifest, Query([condition]), ct);
        }
        catch (DataUnfitException e)
        {
            throw new DataUnfitException($"condition of screen '{screen}' ({condition.Text}): {e.Message}", e);
        }
    }
}

/// <summary>The result of all screens.</summary>
/// <param name="Day">The newest session with features, in days since 1970-01-01.</param>
/// <param name="Closes">Of the symbols with a row in that session.</param>
/// <param name="Stale">The number of symbols whose newest row is older.</param>
internal sealed record ScreenRows(int Day, IReadOnlyDictionary<string, double> Closes, int Stale, IReadOnlyList<ScreenResult> Screens);
