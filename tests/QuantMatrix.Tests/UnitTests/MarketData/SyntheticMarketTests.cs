using System.Security.Cryptography;
using QuantMatrix.Indicators;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class SyntheticMarketTests
{
    private static readonly SessionCalendar Calendar = new([new DateOnly(2025, 1, 9)]);
    private static readonly string[] Members = [.. Enumerable.Range(0, 60).Select(i => $"S{i}"), "BRK-B"];
    private static readonly SyntheticOptions Options = new()
    {
        Constituents = new Dictionary<string, IReadOnlyList<string>> { ["SP500"] = Members, ["DOW30"] = ["S1"] },
    };

    [Fact]
    public async Task The_same_options_give_the_same_bytes_whatever_the_folder_and_the_number_of_workers()
    {
        using var one = await Fill(Options with { Workers = 1 });
        using var many = await Fill(Options with { Workers = 8 });

        Hash(many).ShouldBe(Hash(one));
    }

    /// <summary>Pinned, so that a new runtime or processor cannot change the synthetic market unnoticed.</summary>
    [Fact]
    public async Task The_bytes_are_the_same_on_every_machine()
    {
        using var folder = await Fill(Options);

        Hash(folder).ShouldBe("AAF8532E2953CFBEC2C157056164D185FB44898ACE30136823BBCA16100FE6D1");
    }

    [Fact]
    public async Task Every_synthetic_bar_is_valid_and_no_session_is_missing()
    {
        using var folder = await Fill(Options);
        var loaded = await Load(folder);

        loaded.Rejected.ShouldBeEmpty();
        loaded.Symbols.ShouldBe(Members.Append("SPY").Order(StringComparer.Ordinal));
        loaded.NewestSession.ShouldBe(new DateOnly(2025, 12, 31));
        loaded.Constituents["SP500"].Symbols().ShouldBe(Members.Order(StringComparer.Ordinal));
        loaded.Bars.Source.ToArray().Distinct().ShouldBe(["synthetic"]);
        var spy = loaded.Bars.Days[loaded.Bars.RowsOf(loaded.Bars.IndexOf("SPY"))].ToArray();
        spy.Length.ShouldBe(1260);
        spy.ShouldAllBe(d => Calendar.IsSession(Day.Date(d)));
    }

    [Fact]
    public async Task The_synthetic_market_is_plausible()
    {
        using var folder = await Fill(Options);
        var bars = (await Load(folder)).Bars;

        bars.Low.ToArray().Min().ShouldBeGreaterThan(1);
        bars.High.ToArray().Max().ShouldBeLessThan(4000);
        bars.Volume.ToArray().ShouldAllBe(v => v > 100_000 && v < 1_000_000_000);
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            var volatility = YearlyVolatility(bars.Close[bars.RowsOf(s)]);
            volatility.ShouldBeInRange(0.1, 0.7, bars.Symbols[s]);
        }
    }

    [Fact]
    public async Task A_few_symbols_are_listed_late_and_the_benchmark_is_not()
    {
        string[] members = [.. Enumerable.Range(0, 500).Select(i => $"L{i}")];
        var many = Options with { Constituents = new Dictionary<string, IReadOnlyList<string>> { ["X"] = members }, Sessions = 130 };
        using var folder = await Fill(many);
        var bars = (await Load(folder)).Bars;
        var late = Enumerable.Range(0, bars.Symbols.Count).Where(s => bars.Starts[s + 1] - bars.Starts[s] < 130).Select(s => bars.Symbols[s]).ToList();

        late.Count.ShouldBeInRange(3, 20);
        late.ShouldNotContain("SPY");
    }

    [Fact]
    public async Task An_interrupted_fill_is_restarted_from_scratch()
    {
        using var whole = await Fill(Options);
        using var cut = await Fill(Options);
        cut.With(SyntheticMarket.Marker, "").With("S7.csv", "date,open\n2024-");
        SyntheticMarket.NeedsFilling(cut.Path).ShouldBeTrue();
        await SyntheticMarket.FillAsync(cut.Path, Options, Calendar, CancellationToken.None);

        SyntheticMarket.NeedsFilling(cut.Path).ShouldBeFalse();
        Hash(cut).ShouldBe(Hash(whole));
    }

    [Fact]
    public async Task A_cancelled_fill_leaves_its_marker()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var filling = SyntheticMarket.FillAsync(folder.Path, Options with { Workers = 1 }, Calendar, stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(filling);
        SyntheticMarket.NeedsFilling(folder.Path).ShouldBeTrue();
    }

    [Fact]
    public void A_folder_needs_filling_when_it_is_missing_or_empty()
    {
        using var folder = new TemporaryFolder();
        SyntheticMarket.NeedsFilling(folder.File("missing")).ShouldBeTrue();
        SyntheticMarket.NeedsFilling(folder.With(".gitkeep", "").Path).ShouldBeTrue();
        SyntheticMarket.NeedsFilling(folder.With("AAPL.csv", "").Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_with_other_files_is_not_touched()
    {
        using var folder = new TemporaryFolder().With("notes.txt", "mine");

        await Should.ThrowAsync<ConfigurationException>(SyntheticMarket.FillAsync(folder.Path, Options, Calendar, CancellationToken.None));
        Directory.GetFileSystemEntries(folder.Path).ShouldHaveSingleItem();
    }

    private static async Task<TemporaryFolder> Fill(SyntheticOptions options)
    {
        var folder = new TemporaryFolder();
        await SyntheticMarket.FillAsync(folder.Path, options, Calendar, CancellationToken.None);
        return folder;
    }

    private static Task<ReplayFolder> Load(TemporaryFolder folder) =>
        TemporaryFolder.LoadAsync(new ReplayOptions { Folder = folder.Path, Today = new DateOnly(2026, 8, 9) });

    private static string Hash(TemporaryFolder folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static double YearlyVolatility(ReadOnlySpan<double> closes)
    {
        var (sum, squares, n) = (0.0, 0.0, closes.Length - 1);
        for (var i = 1; i < closes.Length; i++)
        {
            var move = Math.Log(closes[i] / closes[i - 1]);
            (sum, squares) = (sum + move, squares + move * move);
        }
        return Math.Sqrt((squares / n - sum / n * (sum / n)) * 252);
    }
}
