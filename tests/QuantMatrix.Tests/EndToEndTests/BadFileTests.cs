using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Invalid rows and files of a replay folder go to quarantine with file, line and reason; the others are loaded.</summary>
[Trait("class", "slow")]
public sealed class BadFileTests : IDisposable
{
    private const int Sessions = 30;

    private readonly Trial trial = new Trial().With("GOOD.csv", Market.Csv(1, Sessions));

    [Fact]
    public async Task An_empty_file_beside_a_good_one()
    {
        trial.With("EMPTY.csv", "");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "EMPTY.csv:0: the file is empty; expected a header with date, open, high, low, close, volume");
        (await StoredAsync()).ShouldBe([$"GOOD,{Sessions}"]);
        (await QuarantineAsync()).ShouldBe(["EMPTY,EMPTY.csv,0"]);
    }

    [Fact]
    public async Task A_file_without_a_valid_row()
    {
        trial.With("ZEROS.csv", $"{Market.Header}\n2015-01-02,0,0,0,0,0\n2015-01-05,0,0,0,0,0\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "2 rows refused");
        (await StoredAsync()).ShouldBe([$"GOOD,{Sessions}"]);
        (await QuarantineAsync()).ShouldBe(["ZEROS,ZEROS.csv,2", "ZEROS,ZEROS.csv,3"]);
    }

    [Fact]
    public async Task A_folder_with_only_an_empty_file_is_unfit_data()
    {
        using var other = new Trial().With("EMPTY.csv", "");
        (await other.RunAsync()).ShouldBe(ExitCode.DataUnfit, other.Replay, "found no usable file; 1 file rejected", "EMPTY.csv: the file is empty");
    }

    [Fact]
    public async Task A_file_with_a_missing_column()
    {
        trial.With("SHORT.csv", "date,open,high,low,volume\n2015-01-02,1,1,1,1\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "SHORT.csv:1: column close is missing; found date, open, high, low, volume");
        (await StoredAsync()).ShouldBe([$"GOOD,{Sessions}"]);
        (await QuarantineAsync()).ShouldBe(["SHORT,SHORT.csv,1"]);
    }

    [Theory]
    [InlineData("../../etc/x")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("A'; DROP TABLE job_run; --")]
    public async Task An_invalid_symbol_is_refused_and_nothing_is_written_elsewhere(string symbol)
    {
        var before = LakeFolder.Bytes(trial.Replay).Count;
        trial.With("long.csv", $"symbol,{Market.Header}\nFINE,2015-01-02,1,1,1,1,1\n{symbol},2015-01-02,1,1,1,1,1\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, $"long.csv:3: symbol '{symbol}' is not a ticker");
        (await StoredAsync()).ShouldBe(["FINE,1", $"GOOD,{Sessions}"]);
        (await QuarantineAsync()).ShouldBe([$"{symbol},long.csv,3"]);
        LakeFolder.Bytes(trial.Replay).Count.ShouldBe(before + 1);
        Directory.GetFileSystemEntries(trial.Folder).ShouldBe([trial.Data, trial.Replay], ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_of_two_hundred_columns()
    {
        var extra = Enumerable.Range(0, 194).ToList();
        var bars = Series.Walk(2, Sessions).ToList();
        trial.With("WIDE.csv", Market.Lines(
            $"{string.Join(',', extra.Select(i => $"x{i}"))},{Market.Header}", bars.Select(b => $"{string.Join(',', extra)},{Market.Row(b)}")));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT strftime(date, '%Y-%m-%d') AS date, open, high, low, close, volume FROM price_data WHERE symbol = 'WIDE' ORDER BY date"))
            .ShouldBe(bars.Select(Market.Row));
    }

    [Fact]
    public async Task Ambiguous_dates_refuse_the_file_until_an_order_is_chosen()
    {
        using var dated = new Trial { Data = trial.Data, Replay = trial.Replay, Variables = new() { ["QM_REPLAY_DATES"] = "dmy" } };
        trial.With("DATED.csv", $"{Market.Header}\n05/06/2015,1,1,1,1,1\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok,
            "DATED.csv:0: dates are ambiguous: line 2 '05/06/2015' is 5 June 2015 with QM_REPLAY_DATES=dmy, 6 May 2015 with QM_REPLAY_DATES=mdy");
        (await dated.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT strftime(date, '%Y-%m-%d') AS date FROM price_data WHERE symbol = 'DATED'")).ShouldBe(["2015-06-05"]);
        using var misspelled = new Trial { Data = trial.Data, Replay = trial.Replay, Variables = new() { ["QM_REPLAY_DATES"] = "dd/mm" } };
        (await misspelled.RunAsync()).ShouldBe(ExitCode.Configuration, "QM_REPLAY_DATES: unknown order 'dd/mm'; expected dmy, mdy or ymd");
    }

    [Fact]
    public async Task A_jump_is_reported_unless_the_file_states_the_split()
    {
        trial.With("JUMP.csv", $"{Market.Header}\n2015-01-02,40,40,40,40,8\n2015-01-05,10,10,10,10,9\n")
            .With("SPLIT.csv", $"{Market.Header},split_coefficient\n2015-01-02,40,40,40,40,8,1.0\n2015-01-05,10,10,10,10,9,4.0\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "JUMP: price step without a split in the file: 1 bar, first JUMP 2015-01-05",
            "1 split of the files applied to older prices: SPLIT 4:1 on 2015-01-05");
        (await trial.SqlAsync("SELECT close, volume FROM price_data WHERE symbol = 'SPLIT' ORDER BY date")).ShouldBe(["10,32", "10,9"]);
        (await trial.SqlAsync("SELECT close, volume FROM price_data WHERE symbol = 'JUMP' ORDER BY date")).ShouldBe(["40,8", "10,9"]);
    }

    [Fact]
    public async Task Stored_bars_stay_when_their_file_becomes_invalid()
    {
        trial.With("LATER.csv", Market.Csv(3, Sessions));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        trial.With("LATER.csv", "");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "LATER.csv:0: the file is empty");
        (await StoredAsync()).ShouldBe([$"GOOD,{Sessions}", $"LATER,{Sessions}"]);
    }

    public void Dispose() => trial.Dispose();

    private Task<IReadOnlyList<string>> StoredAsync() => trial.SqlAsync("SELECT symbol, count(*) AS bars FROM price_data GROUP BY symbol ORDER BY symbol");

    private Task<IReadOnlyList<string>> QuarantineAsync() => trial.SqlAsync("SELECT symbol, file, line FROM quarantine ORDER BY file, line");
}
