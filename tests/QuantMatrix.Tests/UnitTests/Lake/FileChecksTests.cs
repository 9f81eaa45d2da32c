using System.Globalization;
using System.Security.Cryptography;
using QuantMatrix.Lake;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class FileChecksTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_changed_file_is_read_again_and_reported_with_what_was_found()
    {
        var (checks, file) = (Checks(), Written("a.parquet", "twelve bytes"));
        checks.Damaged([file], _ => false).ShouldBeEmpty();
        Write(file, "twelve bytez");
        checks.Damaged([file], _ => false).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            d => d.File.ShouldBe(file), d => d.Found.ShouldBe($"SHA-256 {Hash("twelve bytez")[..16]}…"));
        Write(file, "twelve byte");
        checks.Damaged([file], _ => false).ShouldHaveSingleItem().Found.ShouldBe("11 bytes");
        File.Delete(folder[file.Path]);
        checks.Damaged([file], _ => false).ShouldHaveSingleItem().Found.ShouldBe("no such file");
        Write(file, "twelve bytes");
        checks.Damaged([file], _ => false).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_recorded_as_read_is_not_read_again_unless_all_are()
    {
        var file = Written("a.parquet", "twelve bytes");
        Write(file, "twelve bytez");
        Record(file, FileStamp.Of(folder[file.Path]), DateTime.UtcNow.AddHours(1));
        Checks().Damaged([file], _ => false).ShouldBeEmpty();
        Checks().Damaged([file], _ => true).ShouldHaveSingleItem();
        Checks().Damaged([file], _ => false).ShouldHaveSingleItem("a damaged file is forgotten");
    }

    [Theory]
    [InlineData("inode")]
    [InlineData("size")]
    [InlineData("modified")]
    [InlineData("changed")]
    [InlineData("recent")]
    public void A_record_that_differs_in_anything_or_is_too_recent_does_not_count(string what)
    {
        var file = Written("a.parquet", "twelve bytes");
        Write(file, "twelve bytez");
        var stamp = FileStamp.Of(folder[file.Path]);
        var recorded = what switch
        {
            "inode" => stamp with { Inode = stamp.Inode + 1 },
            "size" => stamp with { Size = stamp.Size + 1 },
            "modified" => stamp with { Modified = stamp.Modified + 1 },
            "changed" => stamp with { Changed = stamp.Changed + 1 },
            _ => stamp,
        };
        var changed = DateTime.UnixEpoch.AddTicks(stamp.Changed / 100);
        Record(file, recorded, what == "recent" ? changed.AddMilliseconds(90) : changed.AddHours(1));
        Checks().Damaged([file], _ => false).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("a b c d e\n1 2 3\n")]
    public void A_record_that_cannot_be_read_is_ignored_and_replaced(string text)
    {
        var file = Written("a.parquet", "twelve bytes");
        File.WriteAllText(folder["memo"], text);
        Checks().Damaged([file], _ => false).ShouldBeEmpty();
        File.ReadAllText(folder["memo"]).ShouldStartWith(file.Hash);
    }

    [Fact]
    public void Reading_only_writes_no_record()
    {
        var file = Written("a.parquet", "twelve bytes");
        new FileChecks(folder.Path, folder["memo"], isReadOnly: true).Damaged([file], _ => false).ShouldBeEmpty();
        File.Exists(folder["memo"]).ShouldBeFalse();
    }

    private FileChecks Checks() => new(folder.Path, folder["memo"], isReadOnly: false);

    private LakeFile Written(string path, string text)
    {
        var file = new LakeFile("price_data", path, 2017, 1, text.Length, Hash(text), "A", "A", new(2017, 1, 3), new(2017, 1, 3));
        Write(file, text);
        return file;
    }

    private void Write(LakeFile file, string text) => File.WriteAllText(folder[file.Path], text);

    private void Record(LakeFile file, FileStamp s, DateTime written)
    {
        File.WriteAllText(folder["memo"], string.Create(CultureInfo.InvariantCulture, $"{file.Hash} {s.Inode} {s.Size} {s.Modified} {s.Changed}\n"));
        File.SetLastWriteTimeUtc(folder["memo"], written);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
