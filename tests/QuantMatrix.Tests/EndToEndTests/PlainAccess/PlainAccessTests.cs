using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests.PlainAccess;

/// <summary>A data root that was moved is read through <c>views.sql</c>, from any directory and by any program.</summary>
[Trait("class", "slow")]
[Collection(nameof(MovedRoot))]
public sealed class PlainAccessTests(MovedRoot root)
{
    private const string Counts = """
        SELECT concat_ws(' ', (SELECT count(*) FROM price_data), (SELECT count(*) FROM bars('aapl')), (SELECT count(*) FROM features('AAPL')),
            (SELECT count(*) FROM market_analysis_cache), (SELECT count(*) FROM members('DOW30', DATE '2018-02-07')), (SELECT count(*) FROM members('dow30')),
            (SELECT count(*) FROM members('DOW30', '2018-02-05')))
        """;

    [Fact]
    public async Task Node_reads_a_moved_root_from_any_directory_and_agrees_with_the_program()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(root.Data, "..", "elsewhere")).FullName;
        var (named, searched) = ($"SET VARIABLE lake = '{Quoted(root.Lake)}'", $"SET file_search_path = '{Quoted(root.Data)}'");
        NodeTrial[] trials =
        [
            new(root.Lake, "", [.. MovedRoot.Cookbook.Values.Select(MovedRoot.Hashes)]), new(root.Data, "", [Counts]),
            new(Path.Combine(root.Data, ".."), "", [Counts]), new(elsewhere, named, [Counts]), new(elsewhere, searched, [Counts]), new(elsewhere, "", [Counts]),
        ];
        using var node = await NodeReader.OfViewsAsync();
        var answers = await node.ReadAsync(root.Views, trials);

        foreach (var (name, found) in MovedRoot.Cookbook.Keys.Zip(answers[0].Rows)) found.ShouldBe(root.Answers[name], name);
        answers[0].Error.ShouldBeEmpty();
        answers.Skip(1).Take(4).Select(a => $"{a.Error}{string.Concat(a.Rows.SelectMany(r => r))}")
            .ShouldAllBe(found => found == $"{Sample.Bars} {Sample.Sessions} 5 {Sample.Symbols} 30 30 0");
        answers[5].Error.ShouldContain("No files found");
    }

    [Fact]
    public async Task The_program_reads_a_moved_root_and_finds_it_intact()
    {
        (await root.CallAsync("sql", Counts, "--format", "csv")).ShouldBe(ExitCode.Ok, $"{Sample.Bars} {Sample.Sessions} 5 {Sample.Symbols} 30 30 0");
        (await root.CallAsync("verify")).ShouldBe(ExitCode.Ok, "nothing is wrong");
    }

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
