using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Documentation;

/// <summary>Every <c>console</c> block of README and docs prints what the document says. With <c>QM_DOCS_UPDATE=1</c> the documents are corrected
/// instead. Blocks that read statements are left out where tests of fixtures are skipped.</summary>
[Trait("class", "servers")]
public sealed class ConsoleBlockTests
{
    /// <summary>A document with this line finds a PostgreSQL and a Redis in the environment.</summary>
    private const string WithServers = "<!-- console: QM_POSTGRES QM_REDIS -->";

    /// <summary>A document with this line finds a local server that stands in for every provider.</summary>
    private const string WithProviders = "<!-- console: providers -->";

    public static TheoryData<string> Documents =>
    [
        .. new[] { "README.md", "CONTRIBUTING.md" }
            .Concat(Directory.EnumerateFiles(Absolute("docs"), "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Fixtures.Repository, f)))
            .Where(f => ConsoleCommand.In(Absolute(f)).Count > 0).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_shows_what_its_commands_print(string document)
    {
        var text = await File.ReadAllTextAsync(Absolute(document));
        using var database = text.Contains(WithServers, StringComparison.Ordinal) ? new PostgresTestDatabase() : null;
        using var redis = database is null ? null : new RedisServer();
        using var providers = text.Contains(WithProviders, StringComparison.Ordinal) ? new SampleProviders() : null;
        using var shell = new ConsoleShell(providers?.Variables ?? Variables(database, redis));
        var wrong = new List<(ConsoleCommand Command, string Output)>();
        foreach (var command in ConsoleCommand.In(Absolute(document)).Where(c => !c.NeedsStatements || Fixtures.SkipReason is null))
            if (await shell.RunAsync(command.Text) is var output && !command.Matches(output)) wrong.Add((command, output));
        if (Environment.GetEnvironmentVariable("QM_DOCS_UPDATE") is { Length: > 0 }) ConsoleCommand.Correct(Absolute(document), wrong);
        else wrong.ShouldBeEmpty(string.Join('\n', wrong.Select(w => $"{document}:{w.Command.Line}: $ {w.Command.Text}\n{w.Output}")));
    }

    [Fact]
    public void The_readme_has_console_blocks() => ConsoleCommand.In(Absolute("README.md")).Count.ShouldBeGreaterThan(5);

    [Theory]
    [InlineData("ok  12 bars  0.3 s", "ok 12 bars 14.2 s\n", true)]
    [InlineData("ok 12 bars", "ok 13 bars\n", false)]
    [InlineData("ok 12 bars", "ok 12 bars\nand more\n", false)]
    [InlineData("run 20261123T190322Z-cd2f exit 0", "run 20270101T000000Z-0000 exit 0\n", true)]
    [InlineData("first\n…\nlast", "first\nany\nthing\nlast\n", true)]
    [InlineData("from … to", "from here to\n", true)]
    [InlineData("from … to", "from here\nto\n", false)]
    public void Only_what_differs_from_run_to_run_is_masked(string expected, string output, bool matches) =>
        new ConsoleCommand(1, "", expected.Split('\n')).Matches(output).ShouldBe(matches);

    private static Dictionary<string, string> Variables(PostgresTestDatabase? database, RedisServer? redis) =>
        database is null ? [] : new() { ["QM_POSTGRES"] = database.Connection, ["QM_REDIS"] = redis!.ConnectionString };

    private static string Absolute(string document) => Path.Combine(Fixtures.Repository, document);
}
