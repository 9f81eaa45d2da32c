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

    private string Counted(string path)
    {
        stamped++;
        return "the stamp";
    }

    private Task<ReplaySource> OpenAsync(Func<string, string?>? stamp) =>
        ReplaySource.OpenAsync(new() { Folder = folder.Path, Today = TemporaryFolder.Today, Stamp = stamp }, other["memo"], CancellationToken.None);
}
