using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class LeftOversTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("lake.checked.41.tmp", 61, true)]
    [InlineData("runs/20260304T030000Z-0000.json.41.tmp", 61, true)]
    [InlineData("runs/replay.memo.tmp", 61, true)]
    [InlineData("embedded/quantmatrix.duckdb.tmp", 61, true)]
    [InlineData("embedded/working.duckdb.41.tmp.wal", 61, true)]
    [InlineData("embedded/quantmatrix.duckdb.restore.tmp", 61, true)]
    [InlineData("lake.checked.41.tmp", 59, false)] // may be in use
    [InlineData("notes.tmp", 61, false)]
    [InlineData("runs/report.json.tmp", 61, false)]
    [InlineData("embedded/copy-41.tmp", 61, false)]
    public void Old_drafts_of_the_program_are_deleted_and_nothing_else(string name, int minutes, bool isDeleted)
    {
        var path = Write(name, minutes);
        Delete().ShouldBe("");
        File.Exists(path).ShouldBe(!isDeleted);
    }

    [Fact]
    public void A_draft_that_cannot_be_deleted_is_a_warning()
    {
        var directory = Directory.CreateDirectory(folder["a.json.41.tmp"]).FullName;
        using var warnings = new StringWriter();
        LeftOvers.TryDelete(directory, warnings);
        warnings.ToString().ShouldStartWith($"{directory}: a draft of a killed process cannot be deleted");
    }

    public void Dispose() => folder.Dispose();

    private string Delete()
    {
        using var warnings = new StringWriter();
        LeftOvers.Delete(new DataRoot(folder.Path), DateTimeOffset.UtcNow, warnings);
        return warnings.ToString();
    }

    private string Write(string name, int minutesAgo)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], "x");
        File.SetLastWriteTimeUtc(folder[name], DateTime.UtcNow.AddMinutes(-minutesAgo));
        return folder[name];
    }
}
