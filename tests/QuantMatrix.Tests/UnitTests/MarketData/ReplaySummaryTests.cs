using QuantMatrix.Lake;
using QuantMatrix.MarketData.Replay;

namespace QuantMatrix.Tests.UnitTests.MarketData;

/// <summary>A folder whose files have the same stamps is not read again; one whose content or stamps differ is.</summary>
public sealed class ReplaySummaryTests : IDisposable
{
    private static readonly DateTime Past = DateTime.UtcNow.AddDays(-1);

    private readonly TemporaryFolder folder = new();
    private readonly TempFolder other = new();
    private int stamped;

    public ReplaySummaryTests() => folder.With("AAA.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);

    public void Dispose()
    {
        folder.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Files_with_the_same_stamps_are_not_read_again()
    {
        var before = await OpenAsync(Counted);
        folder.With("AAA.csv", TemporaryFolder.Header + "2024-03-05,10,12,9,11,100\n");
        var again = await OpenAsync(Counted);
        (again.Fingerprint, again.NewestSession).ShouldBe((before.Fingerprint, new DateOnly(2024, 3, 4)), "the stamp did not change");
        stamped.ShouldBe(2);
        (await OpenAsync(path => $"another of {path}")).NewestSession.ShouldBe(new DateOnly(2024, 3, 5));
    }

    [Fact]
    public async Task Without_stamps_the_content_decides()
    {
        var before = await OpenAsync(null);
        (await OpenAsync(_ => null)).Fingerprint.ShouldBe(before.Fingerprint);
        folder.With("AAA.csv", TemporaryFolder.Header + "2024-03-05,10,12,9,11,100\n");
        (await OpenAsync(_ => null)).NewestSession.ShouldBe(new DateOnly(2024, 3, 5));
    }

    [Fact]
    public async Task A_file_added_changes_the_content_whatever_its_stamp()
    {
        var before = await OpenAsync(Counted);
        folder.With("BBB.csv", TemporaryFolder.Header + "2024-03-06,10,12,9,11,100\n");
        var after = await OpenAsync(Counted);
        after.Fingerprint.ShouldNotBe(before.Fingerprint);
        after.NewestSession.ShouldBe(new DateOnly(2024, 3, 6));
    }

    /// <summary>Programs can set the time of modification back, but not that of the change.</summary>
    [Fact]
    public async Task A_file_of_the_same_size_and_time_with_other_bytes_is_read_again()
    {
        File.SetLastWriteTimeUtc(folder.File("AAA.csv"), Past);
        await Wait.UntilAsync(() => FileStamp.Settled(folder.File("AAA.csv")) is not null, "the file is settled");
        (await OpenAsync(FileStamp.Settled)).NewestSession.ShouldBe(new DateOnly(2024, 3, 4));

        folder.With("AAA.csv", TemporaryFolder.Header + "2024-03-05,10,12,9,11,100\n");
        File.SetLastWriteTimeUtc(folder.File("AAA.csv"), Past);
        (await OpenAsync(FileStamp.Settled)).NewestSession.ShouldBe(new DateOnly(2024, 3, 5));
    }

    [Fact]
    public void A_file_changed_just_now_has_no_settled_stamp()
    {
        folder.With("AAA.csv", "x");
        File.SetLastWriteTimeUtc(folder.File("AAA.csv"), DateTime.UtcNow.AddHours(1));
        FileStamp.Settled(folder.File("AAA.csv")).ShouldBeNull();
        FileStamp.Settled(folder.File("missing.csv")).ShouldBeNull();
    }

    [Theory]
    [InlineData("2024-03-05,10,12,9,11,100", false)]
    [InlineData("2024-03-05,,12,9,11,100", false)]
    [InlineData("2025-07-01,10,12,9,11,100", true)]
    [InlineData("2025-07-01,-1,12,9,11,100", true)]
    public async Task A_row_of_the_future_is_read_again_on_another_day(string row, bool isOfDay)
    {
        folder.With("AAA.csv", TemporaryFolder.Header + $"{TemporaryFolder.GoodRow}{row}\n");
        await ReadAgainAsync(isOfDay);
    }

    [Theory]
    [InlineData("05/03/2024,10,12,9,11,100\n28/02/2024,10,12,9,11,100\n", true)]
    [InlineData("20240305,10,12,9,11,100\n", false)]
    public async Task Dates_whose_order_was_found_are_read_again_on_another_day(string rows, bool isOfDay)
    {
        folder.With("AAA.csv", TemporaryFolder.Header + rows);
        await ReadAgainAsync(isOfDay);
    }

    [Fact]
    public async Task A_folder_with_an_unusable_file_is_read_again_on_another_day()
    {
        folder.With("BBB.csv", "no,bars\n");
        await ReadAgainAsync(isOfDay: true);
    }

    [Fact]
    public async Task A_clock_set_back_reads_again()
    {
        await OpenAsync(Counted, 0);
        folder.With("AAA.csv", TemporaryFolder.Header + "2024-03-06,10,12,9,11,100\n");
        (await OpenAsync(Counted, -1)).NewestSession.ShouldBe(new DateOnly(2024, 3, 6));
    }

    /// <summary>The stamps stay the same, so that only the day can be a reason to read the folder again.</summary>
    private async Task ReadAgainAsync(bool isOfDay)
    {
        var before = await OpenAsync(Counted, 0);
        (await OpenAsync(Counted, 0)).Fingerprint.ShouldBe(before.Fingerprint, "the same day");
        folder.With("AAA.csv", TemporaryFolder.Header + "2024-03-06,10,12,9,11,100\n");
        var after = await OpenAsync(Counted, 1);
        (after.NewestSession == new DateOnly(2024, 3, 6)).ShouldBe(isOfDay);
        (after.Fingerprint != before.Fingerprint).ShouldBe(isOfDay);
    }

    private string Counted(string path)
    {
        stamped++;
        return "the stamp";
    }

    /// <param name="days">Days after the one that the other tests assume.</param>
    private Task<ReplaySource> OpenAsync(Func<string, string?>? stamp, int days = 0) => ReplaySource.OpenAsync(
        new() { Folder = folder.Path, Today = TemporaryFolder.Today.AddDays(days), Stamp = stamp }, other["memo"], CancellationToken.None);
}
