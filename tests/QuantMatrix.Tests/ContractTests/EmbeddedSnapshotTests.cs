using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>The published file is a copy that is replaced as a whole; the working file is never lost.</summary>
[Trait("class", "servers")]
public sealed class EmbeddedSnapshotTests : IDisposable
{
    private readonly EmbeddedTrial _trial = new();

    public EmbeddedSnapshotTests() => Write("1");

    [Theory]
    [InlineData("read_only", "select 1")]
    [InlineData("read_write", "begin; update key_value set value = '9'")]
    public async Task A_reader_that_holds_the_file_open_never_blocks_a_call(string mode, string statement)
    {
        using var reader = await OtherProcess.HoldAsync($"{_trial.File};access_mode={mode}", statement);
        Write("2");
        Published().ShouldBe(["2"]);
        reader.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_kept_open_is_published_when_the_target_is_disposed()
    {
        using (var target = _trial.Open(keepsOpen: true))
        {
            await target.Sets.SetKeysAsync(new Dictionary<string, string> { ["any"] = "2" });
            Published().ShouldBe(["1"]);
        }
        Published().ShouldBe(["2"]);
    }

    [Fact]
    public async Task What_a_killed_process_committed_is_published_by_the_next_call()
    {
        using (var other = await OtherProcess.HoldAsync(_trial.WorkingFile, "update key_value set value = '2'")) other.Kill();
        Published().ShouldBe(["1"]);
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("2");
        Published().ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_file_put_in_place_of_the_published_one_is_continued()
    {
        var saved = _trial.File + ".saved";
        File.Copy(_trial.File, saved);
        File.SetLastWriteTimeUtc(saved, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Write("2");
        File.Move(saved, _trial.File, overwrite: true);
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
        Published().ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("working.duckdb")]
    [InlineData("working.duckdb.published")]
    [InlineData("quantmatrix.duckdb")]
    public async Task A_lost_file_of_the_three_loses_no_rows(string name)
    {
        File.Delete(Path.Combine(Path.GetDirectoryName(_trial.File)!, name));
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
        Published().ShouldBe(["1"]);
    }

    [Fact]
    public void A_copy_that_cannot_be_written_leaves_the_earlier_one()
    {
        Directory.CreateDirectory(_trial.File + ".tmp");
        var fault = Should.Throw<TemporaryException>(() => Write("2"));
        fault.Message.ShouldContain($"{_trial.File}: not published");
        Published().ShouldBe(["1"]);
        Directory.Delete(_trial.File + ".tmp");
        Write("3");
        Published().ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_damaged_working_file_is_named_with_the_file_to_continue_from()
    {
        await File.WriteAllTextAsync(_trial.WorkingFile, "not a database");
        var fault = await Should.ThrowAsync<DataUnfitException>(() => _trial.Open().Sets.GetKeyAsync("any"));
        fault.Message.ShouldContain($"continues from {_trial.File}");
        File.Delete(_trial.WorkingFile);
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
    }

    [Fact]
    public async Task A_damaged_published_file_never_replaces_the_working_file()
    {
        await File.WriteAllTextAsync(_trial.File, "not a database");
        var fault = await Should.ThrowAsync<DataUnfitException>(() => _trial.Open().Sets.GetKeyAsync("any"));
        fault.Message.ShouldStartWith(_trial.File);
        fault.Message.ShouldContain($"continues from {_trial.WorkingFile}");
        File.Delete(_trial.File);
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
        Published().ShouldBe(["1"]);
    }

    /// <summary>A damaged block behind the header, in a file with another time than the published one had.</summary>
    [Fact]
    public async Task A_published_file_with_a_damaged_block_never_replaces_the_working_file()
    {
        _trial.Change("create table wide as select hash(range) as h from range(200000)");
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
        await using (var file = File.OpenWrite(_trial.File))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[64]);
        }
        var fault = await Should.ThrowAsync<DataUnfitException>(() => _trial.Open().Sets.GetKeyAsync("any"));
        fault.Message.ShouldContain($"continues from {_trial.WorkingFile}");
        File.Delete(_trial.File);
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
    }

    private void Write(string value) =>
        _trial.Open().Sets.SetKeysAsync(new Dictionary<string, string> { ["any"] = value }).GetAwaiter().GetResult();

    private IReadOnlyList<string> Published() => _trial.Rows("select value from key_value where key = 'any'");

    public void Dispose() => _trial.Dispose();
}
