using System.IO.Compression;
using System.Text;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class ArchiveTests
{
    private const string Text = TemporaryFolder.Header + TemporaryFolder.GoodRow;

    [Fact]
    public async Task Archives_and_subfolders_are_read_after_the_files_of_the_folder()
    {
        using var folder = new TemporaryFolder().With("Z.csv", Text);
        Directory.CreateDirectory(folder.File("a"));
        folder.With("a/Z.csv", Text).With("a/B.txt", Text.Replace(',', ';'));
        File.WriteAllBytes(folder.File("C.csv.gz"), [.. Gzip(TemporaryFolder.Header), .. Gzip(TemporaryFolder.GoodRow)]);
        Zip(folder.File("bars.zip"), ("x/D.csv", Text), ("E.csv.gz", ""), ("__MACOSX/._D.csv", "x"), ("readme.md", "x"), ("constituents.csv", "x"));
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["B", "C", "D", "Z"]);
        loaded.Rejected.Select(r => $"{r.File}:{r.Line} {r.Reason}").ShouldBe(
        [
            "a/Z.csv:2 date 2024-03-04 repeats line 2 of Z.csv",
            "bars.zip/E.csv.gz:0 the file is empty; expected a header with date, open, high, low, close, volume",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_damaged_archive_is_refused_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder().With("A.csv", Text).With("B.zip", "PK no archive");
        File.WriteAllBytes(folder.File("C.csv.gz"), Gzip(Text)[..^12]);
        File.WriteAllBytes(folder.File("D.csv.gz"), [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Zip(folder.File("E.zip"), ("readme.md", "x"));
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["A"]);
        loaded.Rejected.Select(r => $"{r.File} {r.Reason}").ShouldBe(
        [
            "B.zip the archive cannot be read (InvalidDataException)", "C.csv.gz the gzip file is truncated; download it again",
            "D.csv.gz the file cannot be read (InvalidDataException)", "E.zip the archive holds no .csv or .txt file; expected files of bars",
        ]);
    }

    [Theory]
    [InlineData("utf-16", "\n")]
    [InlineData("utf-16BE", "\r\n")]
    [InlineData("latin1", "\r")]
    public async Task Encodings_and_line_ends_do_not_matter(string encoding, string lineEnd)
    {
        using var folder = new TemporaryFolder();
        var text = "date,open,high,low,close,volume,company\n2024-03-04,10,12,9,11,100,Nestlé\n2024-03-05,10,12,9,11,100,Müller\n";
        File.WriteAllText(folder.File("A.csv"), text.Replace("\n", lineEnd, StringComparison.Ordinal), Encoding.GetEncoding(encoding));

        (await folder.LoadAsync()).Bars.Count.ShouldBe(2);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionMode.Compress)) stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static void Zip(string path, params (string Name, string Text)[] entries)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
