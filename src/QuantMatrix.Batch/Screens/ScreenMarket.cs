using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Screens;

/// <summary>Computes columns in memory from stored bars, with the options of the nightly job. Writes nothing.</summary>
/// <param name="Run">A read-only run as of the session.</param>
/// <param name="Prices">The manifest whose bars are read.</param>
/// <param name="Members">When symbols were members of indices.</param>
/// <param name="Others">Tracked symbols that never were a member.</param>
internal sealed record ScreenMarket(RunContext Run, Manifest Prices, MarketContext Context, IndexMembers Members, IReadOnlySet<string> Others) : IDisposable
{
    private SymbolParts Parts { get; init; } = null!;

    /// <summary>Receives the progress of each pass over the symbols.</summary>
    public IProgress<JobProgress> Progress { get; init; } = new Progress<JobProgress>();

    /// <summary>The session, in days since 1970-01-01.</summary>
    public int Day => Model.Day.Of(Context.LastSession);

    /// <param name="context">The environment of the command.</param>
    /// <param name="sql">Holds memberships and tracked symbols, those known at the same time as the bars.</param>
    /// <param name="file">Has the options of the nightly job.</param>
    /// <param name="day">The last day whose bars are used, null for all, and the time as of which they are, null for now.</param>
    /// <param name="ct">Cancels opening.</param>
    /// <exception cref="UsageException">No bar is as new as the day.</exception>
    public static async Task<ScreenMarket> OpenAsync(
        CommandContext context, ISqlConnection sql, JobFile file, (DateOnly? AsOf, KnownAt? Known) day, CancellationToken ct)
    {
        var start = new RunStart("screen", day.AsOf, Environment.ProcessorCount, context.Settings, context.Time)
        {
            IsReadOnly = true, NeedsBars = false, File = file,
        };
        var run = await context.RunServices.OpenRunAsync(start, ct);
        try
        {
            return await OpenAsync(run, sql, file, day, ct);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private static async Task<ScreenMarket> OpenAsync(
        RunContext run, ISqlConnection sql, JobFile file, (DateOnly? AsOf, KnownAt? Known) of, CancellationToken ct)
    {
        var prices = run.Lake.Current();
        var newest = (of.Known is null ? SessionChoice.NewestStored(run.Lake) : NewestKnown(sql, ct)) ?? throw new DataUnfitException(
            of.Known is null ? "price_data has no bars; run ./run.sh first" : "no bars were known at that time");
        var day = run.Calendar.AtOrBefore(of.AsOf ?? newest);
        if (day > newest) throw Newer(day, newest);
        var options = RecomputeIndicatorsUniverseOptions.Of(file);
        var parts = new SymbolParts(run.Lake, prices, run.Workers, options.BatchSize) { To = day, Known = of.Known };
        var benchmark = await parts.BenchmarkAsync(options.Benchmark, ct);
        var members = new IndexMembers(Memberships(sql, ct));
        var table = of.Known is null ? "market_analysis_cache" : "market_analysis_history";
        var others = sql.Query($"SELECT DISTINCT symbol FROM {table}", ct).ReadAll(row => row.GetString(0)).Where(s => members.Of(s).Count == 0);
        return new(run, prices, options.Market(run.Calendar, benchmark, day), members, others.ToHashSet())
        {
            Parts = parts,
        };
    }

    private static DateOnly? NewestKnown(ISqlConnection sql, CancellationToken ct) =>
        sql.Query("SELECT max(date) FROM price_data", ct).ReadAll<DateOnly?>(row => row.IsDBNull(0) ? null : row.GetFieldValue<DateOnly>(0))[0];

    private static UsageException Newer(DateOnly day, DateOnly newest) =>
        new($"--as-of {day:yyyy-MM-dd}: the newest stored session is {newest:yyyy-MM-dd}; expected that or an earlier one");

    private static List<Membership> Memberships(ISqlConnection sql, CancellationToken ct) =>
        sql.Query("SELECT index_name, symbol, first_seen_at, became_inactive_at FROM index_constituents", ct).ReadAll(row => new Membership(
            row.GetString(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3)));

    /// <summary>Computes the columns for some symbols, part by part.</summary>
    /// <param name="columns">Published columns, or fields of the bar.</param>
    /// <param name="symbols">In ordinal order.</param>
    /// <param name="keep">The number of newest rows for which ranks across symbols are needed.</param>
    /// <param name="worker">Creates what one worker needs.</param>
    /// <param name="compute">A part's result from its bars, which are not used afterwards.</param>
    public async IAsyncEnumerable<TResult> SelectAsync<TWorker, TResult>(IReadOnlyList<string> columns, IReadOnlyList<string> symbols, int keep,
        Func<Engine, TWorker> worker, Func<TWorker, Bars, TResult> compute, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var catalogue = Catalogue.Standard.Only(columns);
        var ranks = catalogue.Columns.Any(c => c.IsCrossSectional) ? await RanksAsync(symbols, keep, ct) : null;
        var market = Context with { Ranks = ranks };
        var results = Parts.SelectAsync(symbols, false, () => worker(new(catalogue, market)), (own, bars, _) => compute(own, bars), Progress, ct);
        await foreach (var result in results) yield return result;
    }

    /// <summary>The ranks of symbols among the members of each session.</summary>
    /// <param name="keep">The number of newest rows of each to rank.</param>
    public async Task<SessionRanks> RanksAsync(IReadOnlyList<string> symbols, int keep, CancellationToken ct) =>
        (await new RankComputation(Parts, Context, Members).RanksAsync(symbols.ToHashSet(), keep, Progress, ct)).Ranks;

    /// <summary>The rank of one symbol in the session; null when nothing is published yet.</summary>
    public static async Task<SessionRanks?> RanksAsync(
        CommandContext context, ISqlConnection sql, string symbol, (DateOnly? AsOf, KnownAt? Known) day, CancellationToken ct)
    {
        try
        {
            using var market = await OpenAsync(context, sql, context.ReadJobs(null), day, ct);
            return await market.RanksAsync([symbol], 1, ct);
        }
        catch (UsageException)
        {
            return null;
        }
    }

    public void Dispose() => Run.Dispose();
}
