using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The section <c>watch</c> of a job file.</summary>
public sealed class WatchSectionTests
{
    [Fact]
    public void Lists_have_symbols_and_levels_and_a_symbol_with_levels_needs_no_other_mention()
    {
        var lists = Read("""
            watch:
              mine: {symbols: [aapl, BRK.B], levels: {AAPL: [180, 182.5], MSFT: 400}}
              ideas: {symbols: NVDA}
            """).Watch;
        lists.Select(l => $"{l.Name}: {string.Join(' ', l.Symbols)}; {string.Join(' ', l.Levels.Select(x => $"{x.Key} {string.Join('/', x.Value)}"))}")
            .ShouldBe(["mine: AAPL BRK-B MSFT; AAPL 180/182.5 MSFT 400", "ideas: NVDA; "]);
    }

    [Fact]
    public void A_file_without_the_section_has_no_lists() => Read("market: {}").Watch.ShouldBeEmpty();

    [Fact]
    public void Every_fault_is_reported_with_its_line() => Should.Throw<ConfigurationException>(() => Read("""
        watch:
          mine: {symbols: [AA&PL, MSFT], levles: {MSFT: [1]}}
          none: {}
          bad:
            levels:
              MSFT: [180, soon]
              AAPL: [-5]
              IBM: {a: 1}
          twice: [A]
        """)).Message.Split('\n').ShouldBe([
            "jobs.yaml:2: watch list 'mine' has invalid symbol 'AA&PL'; expected letters and digits, like AAPL or BRK-B",
            "jobs.yaml:2: watch list 'mine' has unknown key 'levles'; did you mean 'levels'?",
            "jobs.yaml:3: watch list 'none' has no symbols; expected {symbols: [AAPL], levels: {AAPL: [180, 200]}}",
            "jobs.yaml:6: watch list 'bad' has 'soon' as a level of MSFT; expected a price like 180 or 182.5",
            "jobs.yaml:7: watch list 'bad' has '-5' as a level of AAPL; expected a price like 180 or 182.5",
            "jobs.yaml:8: watch list 'bad' has a map as a level of IBM; expected a price like 180 or 182.5",
            "jobs.yaml:9: watch list 'twice' is a list of 1; expected a map",
            "jobs.yaml:9: watch list 'twice' has no symbols; expected {symbols: [AAPL], levels: {AAPL: [180, 200]}}",
        ], ignoreOrder: true);

    private static JobFile Read(string text) =>
        new JobFileReader(JobKinds.Standard).Read("jobs.yaml", new StringReader($"{text}\njobs: {{audit: {{}}}}\n"));
}
