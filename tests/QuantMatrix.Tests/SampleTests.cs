namespace QuantMatrix.Tests;

/// <summary>What <c>data/sample</c> holds, and that it can be made again from its source.</summary>
public class SampleTests
{
    [Fact]
    public void The_sample_has_the_size_its_readme_states()
    {
        var lines = File.ReadAllLines(Sample.File);

        lines.Length.ShouldBe(1 + Sample.Bars + Sample.BrokenRows);
        lines.Skip(1).Select(line => line.Split(',')[0]).Distinct().Count().ShouldBe(Sample.Symbols);
        lines.Count(line => line.StartsWith("SPY,", StringComparison.Ordinal)).ShouldBe(Sample.Sessions);
        new FileInfo(Sample.File).Length.ShouldBeLessThan(4_000_000);
    }

    /// <summary>With <c>QM_RENEW=sample</c> in the environment the file is written instead.</summary>
    [FixtureFact]
    public void The_sample_is_its_source_in_one_file()
    {
        var text = Sample.Merge(Fixtures.Path("ohlcv", "sample"));
        if (Environment.GetEnvironmentVariable("QM_RENEW") == "sample") File.WriteAllText(Sample.File, text);

        File.ReadAllText(Sample.File).ShouldBe(text);
    }
}
