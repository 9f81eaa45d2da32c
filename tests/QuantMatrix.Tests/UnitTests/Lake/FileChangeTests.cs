using QuantMatrix.Lake;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class FileChangeTests
{
    /// <summary>Changes of two writers since the same manifest, as <c>-removed +added</c> files <c>table/year/first..last</c>.</summary>
    [Theory]
    [InlineData("+price_data/2015/A..C", "+price_data/2015/D..F", false)]
    [InlineData("+price_data/2015/A..C", "+price_data/2015/C..F", true)]
    [InlineData("+price_data/2015/A..C", "+price_data/2016/A..C", false)]
    [InlineData("-price_data/2015/A..C", "-price_data/2015/A..C", true)]
    [InlineData("-price_data/2015/A..C +price_data/2015/A..C", "-price_data/2015/D..F +price_data/2015/D..F", false)]
    [InlineData("+price_data/2015/B..B", "-price_data/2015/A..C", true)]
    [InlineData("+price_data/2015/B..B", "+quarantine/0/..", false)]
    [InlineData("+quarantine/0/..", "+quarantine/0/..", true)]
    [InlineData("+features/0/A..B", "-features/0/C..D", true)]
    [InlineData("+bar_arrivals/0/..", "+bar_arrivals/0/A..B", false)]
    [InlineData("-bar_revisions/0/..", "+bar_revisions/0/A..B", false)]
    [InlineData("-bar_revisions/0/..", "-bar_revisions/0/..", true)]
    [InlineData("", "+price_data/2015/A..C", false)]
    public void Two_writers_conflict_when_their_files_share_rows(string mine, string theirs, bool conflict)
    {
        (Change(mine).ConflictWith(Change(theirs)) is not null).ShouldBe(conflict);
        (Change(theirs).ConflictWith(Change(mine)) is not null).ShouldBe(conflict);
    }

    [Fact]
    public void Base_files_come_in_symbol_order_and_deltas_as_they_were_committed()
    {
        LakeFile[] files =
        [
            File("price_data/2016/A..B", "1"), File("price_data/2015/D..E", "2") with { IsBase = true }, File("price_data/2015/A..Z", "3"),
            File("features/0/A..B", "4"),
        ];
        var change = new FileChange([files[0]], [File("price_data/2015/A..C", "5") with { IsBase = true }, File("price_data/2015/B..B", "6")]);
        change.Apply(files).Select(f => f.Hash).ShouldBe(["4", "5", "2", "3", "6"]);
        FileChange.Between(files, change.Apply(files)).Removed.ShouldBe(change.Removed);
        FileChange.Between(files, change.Apply(files)).Added.ShouldBe(change.Added);
        FileChange.Between(files, [.. files.Reverse()]).IsEmpty.ShouldBeTrue();
    }

    private static FileChange Change(string text)
    {
        var files = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToLookup(f => f[0], f => File(f[1..], f[..1]));
        return new([.. files['-']], [.. files['+']]);
    }

    private static LakeFile File(string text, string hash)
    {
        var part = text.Split('/');
        var symbols = part[2].Split("..");
        return new(part[0], $"{hash}.parquet", int.Parse(part[1]), 1, 1, hash, symbols[0], symbols[1], null, null);
    }
}
