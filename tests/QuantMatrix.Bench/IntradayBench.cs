using static System.Globalization.CultureInfo;

namespace QuantMatrix.Bench;

/// <summary>5-minute bars: what a bar takes on disk, and processor time and memory of their nights.</summary>
/// <remarks><c>QM_BENCH_SYMBOLS_5M</c> lists numbers of symbols, like <c>500,8000</c>.</remarks>
internal sealed class IntradayBench : IBench
{
    public string Name => "scale5m";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var sizes = (Environment.GetEnvironmentVariable("QM_BENCH_SYMBOLS_5M") ?? "1000,2000,4000").Split(',').Select(s => int.Parse(s, InvariantCulture));
        var rows = new List<Row>();
        foreach (var symbols in sizes) rows.AddRange(await RowsAsync(env, symbols, ct));
        return new Section($"scale5m: 5-minute bars, {IntradayLake.Sessions} sessions stored",
            "Each in a process of its own, once: processor seconds, user and system, of the whole process, and its peak memory. Append: the last "
            + $"{IntradayLake.Nights} sessions of a month one after another, 512 symbols a commit as in the job, generation of the bars included. Generation: "
            + "the same without storing them. Columns: recompute_intraday_features for every session.", rows);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var lake = new IntradayLake(env, int.Parse(arguments[1], InvariantCulture));
        await (arguments[0] switch
        {
            "append" => lake.AppendAsync(ct),
            "columns" => lake.RecomputeAsync(ct),
            _ => lake.GenerateAsync(),
        });
        measured.AddProcess();
    }

    private async Task<IReadOnlyList<Row>> RowsAsync(BenchEnvironment env, int symbols, CancellationToken ct)
    {
        var (bars, bytes) = await new IntradayLake(env, symbols).MakeAsync(ct);
        var of = string.Create(InvariantCulture, $"{bars / 1e6:N1} M bars ({symbols:N0} symbols)");
        var rows = new List<Row> { new($"a stored bar, {of}", Spread.Of([(double)bytes / bars]), "B") };
        foreach (var work in new[] { "generation", "append", "columns" })
        {
            var measured = (await env.MeasureAsync(Name, [work, $"{symbols}"])).Measurements;
            rows.Add(new($"{work}, {of}", measured["cpu"], "s") { PeakMiB = measured["peak"] });
        }
        return rows;
    }
}
