using System.Text;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class ReplayFileFaultTests
{
    private const string Header = TemporaryFolder.Header, GoodRow = TemporaryFolder.GoodRow;

    [Theory]
    [InlineData("BAD.csv", "", "BAD", 0, "the file is empty; expected a header with date, open, high, low, close, volume")]
    [InlineData("BAD.csv", " \n\n", "BAD", 0, "the file is empty; expected a header with date, open, high, low, close, volume")]
    [InlineData("BAD.csv", "date,open,high,low\n2024-03-04,10,12,9\n", "BAD", 1,
        "column close is missing, column volume is missing; found date, open, high, low; expected date, open, high, low, close, volume")]
    [InlineData("BAD.csv", "\ndate;open;high;low;volume\n", "BAD", 2,
        "column close is missing; found date, open, high, low, volume; expected date, open, high, low, close, volume")]
    [InlineData("BAD.csv", "date,open,high,low,close,volume,Close\n", "BAD", 1,
        "column close occurs twice; found date, open, high, low, close, volume, Close; expected date, open, high, low, close, volume")]
    [InlineData("..%2f...csv", Header + GoodRow, "..%2f..", 0,
        "file name '..%2f..' is not a ticker and there is no column symbol; expected a name such as AAPL.csv")]
    [InlineData("my own prices.csv", Header + GoodRow, "my own prices", 0,
        "file name 'my own prices' is not a ticker and there is no column symbol; expected a name such as AAPL.csv")]
    [InlineData("BAD.parquet", "PAR1", "BAD", 0, "Parquet files are not supported here; expected a CSV file")]
    public async Task An_unusable_file_is_rejected_whole_and_the_others_are_loaded(string name, string text, string symbol, int line, string reason)
    {
        using var folder = new TemporaryFolder().With(name, text).With("GOOD.csv", Header + GoodRow);
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["GOOD"]);
        loaded.InputRows.ShouldBe(2);
        var row = loaded.Rejected.ShouldHaveSingleItem();
        (row.Symbol, row.File, row.Line, row.Reason).ShouldBe((symbol, name, line, reason));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_rejected()
    {
        using var folder = new TemporaryFolder().With("GOOD.csv", Header + GoodRow);
        File.CreateSymbolicLink(folder.File("BAD.csv"), folder.File("nowhere"));

        (await folder.LoadAsync()).Rejected.ShouldHaveSingleItem().Reason.ShouldStartWith("the file cannot be read");
    }

    [Fact]
    public async Task A_header_without_rows_is_valid()
    {
        using var folder = new TemporaryFolder().With("NEW.csv", Header);
        var loaded = await folder.LoadAsync();

        (loaded.InputRows, loaded.Bars.Count, loaded.NewestSession).ShouldBe((0L, 0, null));
    }

    [Fact]
    public async Task A_folder_without_a_usable_file_is_unfit()
    {
        using var folder = new TemporaryFolder().With("A.csv", "").With("B.csv", "x\n1\n").With("C.csv", "").With("D.csv", "");

        (await Should.ThrowAsync<DataUnfitException>(folder.LoadAsync())).Message
            .ShouldSatisfyAllConditions(
                m => m.ShouldContain("found no usable file; 4 files rejected: A.csv: the file is empty"), m => m.ShouldEndWith("; and 1 more"));
    }

    [Fact]
    public async Task A_missing_folder_and_one_without_bars_are_configuration_errors()
    {
        using var folder = new TemporaryFolder().With("notes.txt", "no bars");

        (await Should.ThrowAsync<ConfigurationException>(folder.LoadAsync())).Message.ShouldContain("found no .csv, .txt, .gz, .zip or .parquet files of bars");
        var missing = new ReplayOptions { Folder = folder.File("missing"), Today = TemporaryFolder.Today };
        (await Should.ThrowAsync<ConfigurationException>(TemporaryFolder.LoadAsync(missing))).Message.ShouldContain("the directory does not exist");
    }

    [Fact]
    public async Task All_option_faults_are_reported_together()
    {
        var wrong = new ReplayOptions { Folder = " ", Today = TemporaryFolder.Today, Workers = 0 };

        (await Should.ThrowAsync<ConfigurationException>(TemporaryFolder.LoadAsync(wrong))).Message
            .ShouldBe("replay: Folder is empty; expected the path of a directory with bars; Workers is 0; expected at least 1");
    }

    [Fact]
    public async Task Hidden_files_and_folders_drafts_and_other_types_are_ignored()
    {
        using var folder = new TemporaryFolder().With("A.CSV", Header + GoodRow).With(".B.csv", Header + GoodRow).With("C.csv.tmp", "").With("README.md", "")
            .With("notes.txt", "Bars of A, in dollars.\n");
        Directory.CreateDirectory(folder.File("D.csv"));
        Directory.CreateDirectory(folder.File(".git"));
        folder.With(".git/E.csv", Header + GoodRow);
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["A"]);
        loaded.Rejected.ShouldBeEmpty();
    }
}
