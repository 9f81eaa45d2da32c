using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.MarketData.Live;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>5-minute bars in the real program: the chain on a synthetic market and a folder, live nights, retention, audit and screens.</summary>
public sealed class IntradayTests
{
    private const string Chain = "intraday_5m", Backfill = "backfill_5m_last_n_days";

    [Fact]
    public async Task The_chain_on_the_synthetic_market_fits_the_daily_bars_exactly_and_a_second_run_does_nothing()
    {
        using var trial = new Trial { Variables = new() { ["QM_SOURCE"] = "synthetic" } };
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "6 audits: 6 ok");
        (await trial.SqlAsync("SELECT count(*) FROM price_data_5m")).ShouldBe(["0"]);

        (await trial.CallAsync("run", Chain, "--set", $"{Chain}.days=22")).ShouldBe(ExitCode.Ok, "5-minute bars inserted", "1 audit: 1 ok");
        (await trial.SqlAsync("SELECT count(*) = sum(slots) FROM (SELECT CASE WHEN date = DATE '2025-12-24' THEN 42 ELSE 78 END AS slots FROM price_data_5m) "))
            .ShouldBe(["False"]); // rows are slots, each counted once
        (await trial.SqlAsync("SELECT date, count(*) / count(DISTINCT symbol) FROM price_data_5m WHERE date IN ('2025-12-23', '2025-12-24') GROUP BY 1 ORDER BY 1"))
            .ShouldBe(["2025-12-23,78.0", "2025-12-24,42.0"]);
        (await trial.SqlAsync("SELECT count(*) > 0, count(*) FILTER (abs(intraday_return_pct - 100 * (close / open - 1)) > 1e-9) FROM features "
            + "JOIN intraday_features USING (symbol, date)")).ShouldBe(["True,0"]);
        (await trial.CallAsync("run", Chain, "--set", $"{Chain}.days=22")).ShouldBe(ExitCode.Ok, "up to date", "5-minute bars unchanged, nothing to compute");
        (await trial.CallAsync("verify", "--full")).ShouldBe(ExitCode.Ok, "nothing is wrong");
    }
}
