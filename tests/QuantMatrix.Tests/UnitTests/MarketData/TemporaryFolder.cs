using System.Text;
using QuantMatrix.MarketData.Replay;

namespace QuantMatrix.Tests.UnitTests.MarketData;

/// <summary>A temporary folder deleted after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public const string Header = "date,open,high,low,close,volume\n";
    public const string GoodRow = "2024-03-04,10,12,9,11,100\n";
    public static readonly DateOnly Today = new(2025, 6, 30);

    public string Path { get; } = Directory.CreateTempSubdirectory("quantmatrix-ingest-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public TemporaryFolder With(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return this;
    }

    public Task<ReplayFolder> LoadAsync(int workers = 2) => LoadAsync(new ReplayOptions { Folder = Path, Today = Today, Workers = workers });

    /// <summary>Loads and asserts that no row is lost.</summary>
    public static async Task<ReplayFolder> LoadAsync(ReplayOptions options)
    {
        var folder = await ReplayFolder.LoadAsync(options, CancellationToken.None);
        folder.InputRows.ShouldBe(folder.Bars.Count + folder.Rejected.Count);
        return folder;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
