using CsCheck;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class DialectTests
{
    [Fact]
    public void The_same_bars_in_any_dialect_give_the_same_bars() =>
        Gen.Select(Dialect.Any, Gen.Int[1, 1_000], Gen.Int[120, 300], Gen.OneOf(8.0, 100.0, 2_500.0)).Sample((dialect, seed, sessions, price) =>
        {
            var truth = Truth.Walk(seed, sessions, price);
            using var folder = new TemporaryFolder();
            dialect.Write(folder, truth, seed);
            var loaded = Truth.LoadAsync(folder).GetAwaiter().GetResult();

            loaded.Symbols.ShouldBe(["AAPL"]);
            Truth.Of(loaded, "AAPL").ShouldBe(truth, dialect.ToString());
            loaded.Rejected.ShouldBeEmpty();
        }, iter: 400, threads: 1);

    /// <summary>Few rows often leave the order of dates open: then the file is refused.</summary>
    [Fact]
    public void A_short_file_gives_the_same_bars_or_is_refused() =>
        Gen.Select(Dialect.Any, Gen.Int[1, 1_000], Gen.Int[1, 12], Gen.Int[0, 400]).Sample((dialect, seed, sessions, skipped) =>
        {
            var truth = Truth.Walk(seed, sessions + skipped).GetRange(0, sessions);
            using var folder = new TemporaryFolder();
            dialect.Write(folder, truth, seed);
            folder.With("MSFT.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
            var loaded = Truth.LoadAsync(folder).GetAwaiter().GetResult();

            if (Truth.Of(loaded, "AAPL") is { Count: > 0 } bars) bars.ShouldBe(truth, dialect.ToString());
            else loaded.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("ambiguous");
        }, iter: 400, threads: 1);

    /// <summary>Garbage cells, lost cells, repeated rows: each stored bar is a true one.</summary>
    [Fact]
    public void A_damaged_file_never_gives_a_wrong_bar() =>
        Gen.Select(Dialect.Any, Gen.Int[1, 1_000], Gen.Int[0, 40]).Sample((dialect, seed, damages) =>
        {
            var truth = Truth.Walk(seed, 150);
            using var folder = new TemporaryFolder();
            dialect = dialect with { Packing = "", Delimiter = dialect.Delimiter == ',' ? ';' : dialect.Delimiter }; // damage hits whole cells
            dialect.Write(folder, truth, seed);
            Damage(folder.File("aapl.us.txt"), dialect, new Random(seed), damages);
            folder.With("MSFT.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
            var loaded = Truth.LoadAsync(folder).GetAwaiter().GetResult();

            Truth.Of(loaded, "AAPL").ShouldBeSubsetOf(truth, dialect.ToString());
            loaded.Symbols.ShouldBeSubsetOf(["AAPL", "MSFT"]);
        }, iter: 400, threads: 1);

    private static void Damage(string path, Dialect dialect, Random random, int damages)
    {
        string[] garbage = ["", "n/a", "-", "null", "13/13/2025", "1,2,3", "#REF!", "\""];
        var lines = File.ReadAllText(path).Split(dialect.LineEnd).ToList();
        for (var i = 0; i < damages; i++)
        {
            var at = random.Next(4, lines.Count - 1);
            var cells = lines[at].Split(dialect.Delimiter);
            cells[random.Next(cells.Length)] = garbage[random.Next(garbage.Length)];
            if (random.Next(3) == 0) lines.Insert(random.Next(4, lines.Count - 1), lines[at]);
            else lines[at] = string.Join(dialect.Delimiter, random.Next(4) == 0 ? cells[1..] : cells);
        }
        File.WriteAllText(path, string.Join(dialect.LineEnd, lines));
    }
}
