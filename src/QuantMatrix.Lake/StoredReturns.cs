using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The total-return closes that older programs stored in <c>price_data</c>: what dividends do not explain becomes adjustments.</summary>
/// <remarks>One commit, without a change of any bar: a file keeps its column, which is no longer read, until it is rewritten.</remarks>
internal sealed class StoredReturns(DataLake lake, Manifest manifest, string runId)
{
    /// <summary>The source of the adjustments.</summary>
    private const string Source = "stored";

    /// <summary>The run of the adjustments: of no time, since they were known as long as the bars.</summary>
    private const string Run = "carried over";

    private readonly List<StoredAction> adjustments = [];

    /// <summary>Whether any file stores total-return closes that were not carried over.</summary>
    public static bool AreIn(Manifest manifest) => manifest.Of(PriceData.Name).Any(f => f.Form < PriceData.Form);

    public Manifest CarryOver()
    {
        var commit = new LakeCommit(lake, manifest, runId);
        Task.Run(async () =>
        {
            await ReadAsync();
            await commit.ReplaceActionsAsync(adjustments, new SortedSet<string>(), CancellationToken.None);
        }).GetAwaiter().GetResult();
        commit.Reform();
        return commit.Publish();
    }

    /// <summary>Symbol by symbol: the adjustments with which the computed closes are the stored ones.</summary>
    private async Task ReadAsync()
    {
        var actions = (await lake.RowsAsync(manifest, StoredAction.Table, CancellationToken.None)).Select(a => a.ToRecorded().Action).ToLookup(a => a.Symbol);
        var files = lake.Reader.Source(manifest.Of(PriceData.Name), byName: true);
        var (days, closes, stated) = (new List<int>(), new List<double>(), new List<double>());
        var symbol = "";
        await foreach (var batch in lake.Sql.QueryAsync($"SELECT symbol, date, close, adj_close FROM {files} ORDER BY symbol, date", CancellationToken.None))
            for (var row = 0; row < batch.Length; row++)
            {
                var next = ((StringArray)batch.Column(0)).GetString(row);
                if (next != symbol) Add();
                symbol = next;
                days.Add(((Date32Array)batch.Column(1)).Values[row]);
                closes.Add(((DoubleArray)batch.Column(2)).Values[row]);
                stated.Add(((DoubleArray)batch.Column(3)).GetValue(row) ?? double.NaN);
            }
        Add();

        void Add()
        {
            var series = new CloseSeries(symbol, days.ToArray(), closes.ToArray());
            adjustments.AddRange(TotalReturn.Adjustments(series, stated.ToArray(), actions[symbol], Source)
                .Select(a => StoredAction.Of(new(a, IsApplied: true), Run)));
            days.Clear();
            closes.Clear();
            stated.Clear();
        }
    }
}
