using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The benchmark is one setting for all jobs.</summary>
public class MarketSettingsTests
{
    private const string Jobs = """
        jobs: {update_tracked_symbol_cache: {}, recompute_indicators_universe: {}, record_daily_history: {}}
        chains: {all: {jobs: [update_tracked_symbol_cache, recompute_indicators_universe, record_daily_history]}}

        """;

    [Fact]
    public void Every_job_with_such_an_option_takes_the_benchmark_of_the_market()
    {
        Benchmarks(Plan(Jobs)).ShouldBe(["SPY", "SPY"]);
        var plan = Plan($"{Jobs}market: {{benchmark: QQQ}}");
        Benchmarks(plan).ShouldBe(["QQQ", "QQQ"]);
        plan.File.Market.Benchmark.ShouldBe("QQQ");
    }

    [Fact]
    public void The_command_line_can_set_it_for_one_run()
    {
        var plan = Plan(Jobs, "market.benchmark=DIA", "recompute_indicators_universe.benchmark=DIA");
        Benchmarks(plan).ShouldBe(["DIA", "DIA"]);
        plan.File.Market.Benchmark.ShouldBe("DIA");
    }

    [Fact]
    public void A_job_may_repeat_it_but_not_differ_from_it()
    {
        const string own = "jobs:\n  update_tracked_symbol_cache: {options: {benchmark: QQQ}}\n";
        Read($"{own}market: {{benchmark: QQQ}}").Market.Benchmark.ShouldBe("QQQ");
        Should.Throw<ConfigurationException>(() => Read(own)).Message.ShouldBe("jobs.yaml:2: option 'benchmark' of job 'update_tracked_symbol_cache' is 'QQQ', "
            + "but the market's is 'SPY'; set it once, for all jobs: market: {benchmark: QQQ}");
        string[] sets = ["recompute_indicators_universe.benchmark=QQQ", "market.benchmrk=X", "market.benchmark=?"];
        Should.Throw<UsageException>(() => Plan(Jobs, sets)).Message.Split('\n').ShouldBe([
            "--set market.benchmrk=X: section 'market' has no option 'benchmrk'; did you mean 'benchmark'?",
            "--set market.benchmark=?: option 'benchmark' of section 'market': found '?'; expected a ticker like SPY or BRK-B",
            "--set recompute_indicators_universe.benchmark=QQQ: option 'benchmark' of job 'recompute_indicators_universe' is 'QQQ', "
                + "but the market's is 'SPY'; set it once, for all jobs: market: {benchmark: QQQ}",
        ]);
    }

    [Fact]
    public void Symbols_may_be_quoted_in_a_currency_of_their_own()
    {
        var market = Plan($"{Jobs}market: {{currency: CAD, currencies: {{SAP: EUR, BT-A: GBP}}}}", "market.benchmark=XIU").File.Market;
        new[] { "RY", "SAP", "BT-A" }.Select(market.CurrencyOf).ShouldBe(["CAD", "EUR", "GBP"]);
        Read(Jobs).Market.CurrencyOf("SAP").ShouldBe("USD");
    }

    [Theory]
    [InlineData("market: {currency: dollar}", "option 'currency' of section 'market': found 'dollar'; expected an ISO code like USD")]
    [InlineData("market: {currencies: {sap: EUR}}", "option 'currencies' of section 'market': found 'sap'; expected a ticker like SPY or BRK-B")]
    [InlineData("market: {currencies: {BT-A: GBp}}", "option 'currencies' of section 'market': found 'GBp' for BT-A; expected an ISO code like CAD")]
    [InlineData("market: {currencies: {BT-A: GBX}}", "option 'currencies' of section 'market': found 'GBX' for BT-A; expected an ISO code like CAD")]
    public void A_currency_is_an_ISO_code_and_never_hundredths_of_one(string yaml, string message) =>
        Should.Throw<ConfigurationException>(() => Read($"{yaml}\n{Jobs}")).Message.ShouldBe($"jobs.yaml:1: {message}");

    private static JobFile Read(string yaml) => new JobFileReader(JobKinds.Standard).Read("jobs.yaml", new StringReader(yaml));

    private static RunPlan Plan(string yaml, params string[] sets) => new Planner(Read(yaml)).Plan(new("all") { Set = sets });

    private static IEnumerable<string> Benchmarks(RunPlan plan) =>
        plan.Jobs.Select(j => j.OptionTexts.GetValueOrDefault("benchmark")).OfType<string>();
}
