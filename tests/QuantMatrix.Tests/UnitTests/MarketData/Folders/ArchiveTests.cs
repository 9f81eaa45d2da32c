using System.IO.Compression;
using System.Text;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.MarketData.Replay;

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

    [Fact]
    public async Task An_entry_that_is_not_read_is_refused_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder();
        Zip(folder.File("bars.zip"), ("A.csv", Text), ("B.parquet", "PAR1"), ("2024/C.ZIP", "PK"), ("__MACOSX/D.parquet", "x"), ("notes.md", "x"));
        Encrypt(folder.File("bars.zip"), ("E.csv", Text));
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["A"]);
        loaded.Rejected.Select(r => $"{r.File} {r.Reason}").ShouldBe(
        [
            "bars.zip/2024/C.ZIP a file of this type is not read inside an archive; unpack it into the folder",
            "bars.zip/B.parquet a file of this type is not read inside an archive; unpack it into the folder",
            "bars.zip/E.csv the entry is encrypted; unpack it into the folder",
        ]);
    }

    [Fact]
    public async Task An_entry_that_unpacks_to_far_more_bytes_is_refused()
    {
        const int bytes = (1 << 26) + 1;
        using var folder = new TemporaryFolder();
        var large = Text + new string(' ', bytes - Text.Length);
        File.WriteAllBytes(folder.File("A.csv.gz"), Gzip(large));
        Zip(folder.File("bars.zip"), ("B.csv", large), ("C.csv", Text), ("D.csv", large[..^1]));
        var loaded = await folder.LoadAsync();

        loaded.Symbols.ShouldBe(["C", "D"]);
        var refused = loaded.Rejected.Where(r => r.Line == 0).ToList();
        refused.Select(r => r.File).ShouldBe(["A.csv.gz", "bars.zip/B.csv"]);
        refused.ShouldAllBe(r => r.Reason.StartsWith("the file unpacks to more than 67108864 bytes, the limit for ", StringComparison.Ordinal)
            && r.Reason.EndsWith(" compressed bytes; replace it by the unpacked file", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1L << 26)]
    [InlineData(671_088, 1L << 26)]
    [InlineData(671_089, 67_108_900)]
    [InlineData(5_000_000, 500_000_000)]
    [InlineData(50_000_000, 1L << 30)]
    [InlineData(2L << 30, 1L << 30)]
    public void A_hundred_times_the_compressed_size_is_unpacked_up_to_a_gibibyte(long packed, long limit) =>
        PooledFile.UnpackedLimit(packed).ShouldBe(limit);

    [Fact]
    public void An_archive_is_opened_once_for_all_its_entries()
    {
        using var folder = new TemporaryFolder();
        Zip(folder.File("bars.zip"), ("B.csv", "b"), ("A.csv", "first"), ("A.csv", "second"));
        using var reader = new BarFileReader();
        var entries = reader.Expand(new(folder.File("bars.zip"), "bars.zip"));
        File.Delete(folder.File("bars.zip"));

        entries.Select(e => $"{e.Name} {Content(reader, e)}").ShouldBe(["bars.zip/A.csv first", "bars.zip/A.csv second", "bars.zip/B.csv b"]);
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

    private static string Content(BarFileReader reader, BarFile file)
    {
        using var content = reader.Read(file, out var fault);
        return fault ?? Encoding.UTF8.GetString(content.Text);
    }

    /// <summary>Adds an entry and sets the flag of encryption in its two headers.</summary>
    private static void Encrypt(string path, (string Name, string Text) entry)
    {
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        using (var stream = archive.CreateEntry(entry.Name).Open())
            stream.Write(Encoding.UTF8.GetBytes(entry.Text));
        var bytes = File.ReadAllBytes(path);
        var name = Encoding.UTF8.GetBytes(entry.Name);
        var local = bytes.AsSpan().IndexOf(name);
        bytes[local - 30 + 6] |= 1;
        bytes[bytes.AsSpan().LastIndexOf(name) - 46 + 8] |= 1;
        File.WriteAllBytes(path, bytes);
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
