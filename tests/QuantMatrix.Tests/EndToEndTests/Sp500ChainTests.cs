using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The nightly chain on five years of 125 members of the S&amp;P 500, which lie outside the project.</summary>
[Trait("class", "slow")]
public class Sp500ChainTests
{
    [FixtureFact]
    public async Task Every_row_is_a_bar_or_a_known_defect_and_a_second_run_changes_nothing()
    {
        using var trial = new Trial { Replay = Fixtures.Path("ohlcv", "sp500_5yr") };
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "152,127 bars inserted");
        var content = ContentHash.Of(trial.Data);

        (await trial.SqlAsync("SELECT file || ':' || line AS place FROM quarantine")).ShouldBe(KnownDefects(), ignoreOrder: true);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "source unchanged, nothing to store");
        ContentHash.Of(trial.Data).ShouldBe(content);
    }

    /// <summary>The defects that name a line; the others are missing sessions.</summary>
    private static IEnumerable<string> KnownDefects() =>
        from line in File.ReadLines(Fixtures.Path("ohlcv", "sp500_5yr_DEFECTS.csv")).Skip(1)
        let cells = line.Split(',', 4)
        where cells[2].Length > 0
        select $"{cells[0]}.csv:{cells[2]}";
}
