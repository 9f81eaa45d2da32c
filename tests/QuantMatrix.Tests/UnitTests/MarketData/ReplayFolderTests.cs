using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class ReplayFolderTests
{
    private const string Header = TemporaryFolder.Header, GoodRow = TemporaryFolder.GoodRow;

    [Fact]
    public async Task A_row_that_breaks_a_rule_is_rejected_with_file_line_and_reason_and_the_rest_is_loaded()
    {
        using var folder = new TemporaryFolder().With("aapl.csv",
            Header + GoodRow + "2024-03-05,10,9.5,9,9,100\n2024-03-06,,12,9,11,100\nmaybe,10,12,9,11,100\n2024-03-08,10,12,9,11,100\n");
        var loaded = await folder.LoadAsync();

        loaded.Bars.Days.ToArray().Select(Day.Text).ShouldBe(["2024-03-04", "2024-03-08"]);
        loaded.Rejected.ShouldBe(
        [
            new("AAPL", "2024-03-05", "replay", "aapl.csv", 3, "high 9.5 below open 10", "2024-03-05,10,9.5,9,9,100"),
            new("AAPL", "2024-03-06", "replay", "aapl.csv", 4, "open is empty", "2024-03-06,,12,9,11,100"),
            new("AAPL", "maybe", "replay", "aapl.csv", 5, "'maybe' is not a date", "maybe,10,12,9,11,100"),
        ]);
    }

    [Theory]
    [InlineData("2024-03-05,x,12,9,11,100", "open 'x' is not a number")]
    [InlineData("2024-03-05,nan,12,9,11,100", "open NaN is not finite")]
    [InlineData("2024-03-05,10,inf,9,11,100", "high Infinity is not finite")]
    [InlineData("2024-03-05,10,12,9,11,", "volume is empty")]
    [InlineData("2024-03-05,10,12,9,11,-3", "volume -3 is negative")]
    [InlineData("2024-03-05,10,12,9,11,-1.5", "volume '-1.5' is negative")]
    [InlineData(",10,12,9,11,100", "date is empty")]
    [InlineData("2025-07-01,10,12,9,11,100", "date 2025-07-01 is in the future")]
    [InlineData("1931-07-01,10,12,9,11,100", "date 1931-07-01 is before 1950-01-01")]
    [InlineData("2024-03-05,10,12,9,11", "found 5 fields; expected 6 as in the header")]
    [InlineData("2024-03-05,1,000,12,9,11,100", "found 7 fields; expected 6 as in the header")]
    [InlineData("2024-03-05,10,12,9,11,\"100", "unclosed quote")]
    [InlineData("2024-03-04,10,12,9,11,100", "date 2024-03-04 repeats line 2")]
    public async Task The_reason_states_the_fault(string row, string reason)
    {
        using var folder = new TemporaryFolder().With("X.csv", Header + GoodRow + row + "\n2024-03-11,10,12,9,11,100\n");
        var loaded = await folder.LoadAsync();

        loaded.Rejected.Select(r => (r.Line, r.Reason, r.Row)).ShouldBe([(3L, reason, row)]);
        loaded.Bars.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_newest_session_is_the_newest_date_that_is_not_in_the_future()
    {
        using var folder = new TemporaryFolder().With("X.csv", Header + GoodRow + "2025-06-30,10,12,9,11,100\n2025-07-01,10,12,9,11,100\n");

        (await folder.LoadAsync()).NewestSession.ShouldBe(TemporaryFolder.Today);
    }

    [Fact]
    public async Task A_row_may_name_its_own_source_and_adjusted_close()
    {
        using var folder = new TemporaryFolder().With("X.csv",
            "Adj Close,DATE,open,high,low,close,volume,Source\n10.5,2024-03-04,10,12,9,11,100,fmp\n,2024-03-05,10,12,9,11,100,\n");
        var bars = (await folder.LoadAsync()).Bars;

        bars.Source.ToArray().ShouldBe(["fmp", "replay"]);
        bars.AdjClose.ToArray().ShouldBe([10.5, double.NaN]);
    }

    [Fact]
    public async Task A_file_with_a_symbol_column_may_contain_many_symbols_under_any_name()
    {
        using var folder = new TemporaryFolder().With("all of them.csv",
            "symbol,date,open,high,low,close,volume\nmsft,2024-03-04,10,12,9,11,100\nBRK.B,2024-03-04,10,12,9,11,100\n"
            + "../../etc/x,2024-03-04,10,12,9,11,100\nMSFT,2024-03-01,10,12,9,11,100\n");
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["BRK-B", "MSFT"]);
        loaded.Bars.Count.ShouldBe(3);
        loaded.Rejected.ShouldHaveSingleItem().ShouldBe(new RejectedRow("../../etc/x", "2024-03-04", "replay", "all of them.csv", 4,
            "symbol '../../etc/x' is not a ticker", "../../etc/x,2024-03-04,10,12,9,11,100"));
    }

    [Fact]
    public async Task In_a_file_named_after_a_symbol_a_column_of_names_is_ignored()
    {
        using var folder = new TemporaryFolder().With("X.csv",
            "date,open,high,low,close,volume,Name\n2024-03-04,10,12,9,11,100,\"Apple, Inc. (\"\"the\"\" one)\"\n");

        (await folder.LoadAsync()).Symbols.ShouldBe(["X"]);
    }

    [Fact]
    public async Task Two_files_of_one_symbol_merge_and_a_duplicate_session_is_taken_from_the_first()
    {
        using var folder = new TemporaryFolder()
            .With("BRK-B.csv", Header + "2024-03-04,10,12,9,11,1\n2024-03-06,10,12,9,11,1\n")
            .With("BRK.B.csv", Header + "2024-03-07,10,12,9,11,2\n\n2024-03-06,10,12,9,11,2\nbad\n2024-03-05,10,12,9,11,2\n");
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["BRK-B"]);
        loaded.Bars.Volume.ToArray().ShouldBe([1, 2, 1, 2]);
        loaded.Rejected.Select(r => (r.File, r.Line, r.Reason, r.Row)).ShouldBe(
        [
            ("BRK.B.csv", 4L, "date 2024-03-06 repeats line 3 of BRK-B.csv", "2024-03-06,10,12,9,11,2"),
            ("BRK.B.csv", 5L, "found 1 field; expected 6 as in the header", "bad"),
        ]);
    }

    [Fact]
    public async Task The_number_of_workers_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 40; i++)
            folder.With($"S{i % 20}{(i < 20 ? "" : ".A")}.csv", Header + GoodRow + $"2024-03-05,10,12,9,11,{i}\n2024-03-05,1,2,3,4,5\n")
                .With($"s{i % 20}.csv", Header + "2024-03-05,10,12,9,11,7\n2024-03-03,10,12,9,11,7\n");
        var (one, many) = (await folder.LoadAsync(workers: 1), await folder.LoadAsync(workers: 8));

        many.Rejected.ShouldBe(one.Rejected);
        many.Symbols.ShouldBe(one.Symbols);
        many.Bars.Days.ToArray().ShouldBe(one.Bars.Days.ToArray());
        many.Bars.Volume.ToArray().ShouldBe(one.Bars.Volume.ToArray());
    }

    [Fact]
    public async Task A_row_kept_for_the_quarantine_is_bounded()
    {
        using var folder = new TemporaryFolder().With("X.csv", Header + GoodRow + new string('é', 100_000) + "\n");

        (await folder.LoadAsync()).Rejected.ShouldHaveSingleItem().Row.ShouldBe(new string('é', RejectedRow.MaxRowChars));
    }

    [Fact]
    public async Task Extra_columns_of_a_wide_file_are_ignored()
    {
        var extra = Enumerable.Range(0, 194).ToArray();
        using var folder = new TemporaryFolder().With("X.csv",
            "date,open,high,low,close,volume," + string.Join(',', extra.Select(i => $"feature_{i}")) + "\n"
            + "2024-03-04,10,12,9,11,100," + string.Join(',', extra) + "\n2024-03-05,10,12,9,11,100," + string.Join(',', extra.Skip(1)) + "\n");
        var loaded = await folder.LoadAsync();

        loaded.Bars.Count.ShouldBe(1);
        loaded.Rejected.ShouldHaveSingleItem().Reason.ShouldBe("found 199 fields; expected 200 as in the header");
    }

    [Fact]
    public async Task Without_a_list_of_constituents_every_symbol_is_a_member_of_REPLAY()
    {
        using var folder = new TemporaryFolder().With("B.csv", Header + GoodRow).With("A.csv", Header + GoodRow);

        var index = (await folder.LoadAsync()).Constituents.ShouldHaveSingleItem();
        index.Key.ShouldBe("REPLAY");
        index.Value.Symbols().ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task The_folders_own_constituents_are_read()
    {
        using var folder = new TemporaryFolder().With("A.csv", Header + GoodRow).With("constituents.csv",
            "index,symbol,Sector\nsp500,brk.b,Financials\nDOW30,A, \nsp500,A,Health Care\n");
        var constituents = (await folder.LoadAsync()).Constituents;

        constituents.Keys.ShouldBe(["DOW30", "SP500"]);
        constituents["SP500"].ShouldBe([new("A", "Health Care"), new("BRK-B", "Financials")]);
        constituents["DOW30"].ShouldBe([new("A")]);
    }

    [Fact]
    public async Task A_malformed_list_of_constituents_stops_the_replay()
    {
        using var folder = new TemporaryFolder().With("A.csv", Header + GoodRow).With("constituents.csv", "index,symbol\nSP500,Apple Computer\n");

        (await Should.ThrowAsync<DataUnfitException>(folder.LoadAsync())).Message.ShouldContain("constituents.csv:2: found symbol 'Apple Computer'");
    }
}
