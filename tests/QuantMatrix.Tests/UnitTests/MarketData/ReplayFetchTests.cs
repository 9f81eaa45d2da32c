using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class ReplayFetchTests
{
    private static readonly DateOnly First = new(2024, 3, 4);

    [Fact]
    public async Task A_request_includes_both_ends()
    {
        var fetched = await Fetch(new BarRequest("MSFT", First.AddDays(1), First.AddDays(2)), new BarRequest("AAPL", null, First));

        fetched.Bars.Symbols.ShouldBe(["AAPL", "MSFT"]);
        fetched.Bars.Days.ToArray().Select(Day.Text).ShouldBe(["2024-03-04", "2024-03-05", "2024-03-06"]);
        fetched.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_symbol_the_folder_lacks_is_a_failure_with_its_reason()
    {
        var fetched = await Fetch(new BarRequest("ZZZ", null, First), new BarRequest("EMPTY", null, First));

        fetched.Bars.Count.ShouldBe(0);
        fetched.Failures.ShouldBe(
        [
            new("EMPTY", "no usable bars in the folder; EMPTY.csv:2: open is empty"),
            new("ZZZ", "no bars in the folder"),
        ]);
    }

    [Fact]
    public async Task Sessions_outside_the_range_are_not_a_failure()
    {
        var fetched = await Fetch(new BarRequest("AAPL", First.AddDays(30), First.AddDays(20)));

        (fetched.Bars.Count, fetched.Failures.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Rejected_rows_come_with_their_symbol_or_always_for_a_symbol_without_bars()
    {
        (await Fetch(new BarRequest("AAPL", null, First))).Rejected.Select(r => r.File).ShouldBe(["EMPTY.csv", "is no ticker.csv"]);
        (await Fetch(new BarRequest("MSFT", null, First))).Rejected.Select(r => r.File).ShouldBe(["EMPTY.csv", "MSFT.csv", "is no ticker.csv"]);
    }

    [Fact]
    public async Task A_duplicate_request_is_an_argument_error() =>
        (await Should.ThrowAsync<ArgumentException>(Fetch(new BarRequest("BRK.B", null, First), new BarRequest("BRK-B", null, First))))
            .Message.ShouldStartWith("BRK-B is requested twice");

    private static async Task<Fetched> Fetch(params BarRequest[] requests)
    {
        const string days = "2024-03-04,10,12,9,11,100\n2024-03-05,10,12,9,11,100\n2024-03-06,10,12,9,11,100\n2024-03-07,10,12,9,11,100\n";
        using var files = new TemporaryFolder()
            .With("AAPL.csv", TemporaryFolder.Header + days).With("MSFT.csv", TemporaryFolder.Header + days + "2024-03-08,,12,9,11,100\n")
            .With("EMPTY.csv", TemporaryFolder.Header + "2024-03-04,,12,9,11,100\n").With("is no ticker.csv", TemporaryFolder.Header);
        var folder = await files.LoadAsync();
        return folder.Fetch(requests);
    }
}
