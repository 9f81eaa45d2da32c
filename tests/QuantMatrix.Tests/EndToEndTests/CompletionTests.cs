using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The completion scripts in real shells.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Trial trial = new();

    public void Dispose() => trial.Dispose();

    [ShellTheory("bash")]
    [InlineData("ru", "run runs")]
    [InlineData("run boot", "bootstrap_daily_coverage_tracked")]
    [InlineData("run --set --quiet --wo", "--workers")]
    [InlineData("run --only publish_s", "publish_screens")]
    [InlineData("run --log ", "text json")]
    [InlineData("sql --format p", "parquet")]
    [InlineData("sql --allow", "--allow-files")]
    [InlineData("sql --out {folder}/in", "{folder}/in.csv")]
    [InlineData("sql -f {folder}/in", "{folder}/in.csv")]
    [InlineData("quarantine re", "release")]
    [InlineData("portfolio g", "gains")]
    [InlineData("portfolio re", "retire")]
    [InlineData("export k", "k8s")]
    [InlineData("help comp", "completion")]
    [InlineData("run --as-of 2", "")]
    public async Task Bash_completes(string typed, string expected)
    {
        var words = Typed(typed).Split(' ');
        var call = $"""
            source {await ScriptAsync("bash")}
            COMP_WORDS=(./run.sh {string.Join(' ', words.Select(w => $"'{w}'"))}); COMP_CWORD={words.Length}
            _quantmatrix; echo "${"{COMPREPLY[*]}"}"; complete -p run.sh
            """;
        var lines = await RunAsync("bash", "-c", call);
        lines[0].ShouldBe(Typed(expected));
        lines[1].ShouldBe("complete -F _quantmatrix run.sh");
    }

    [ShellTheory("zsh")]
    [InlineData("r", "run runs retry report repair restore")]
    [InlineData("run --log ", "text json")]
    [InlineData("sql --form", "--format")]
    [InlineData("export ", "cron systemd k8s iceberg")]
    [InlineData("run boot", "bootstrap_daily_coverage_tracked")]
    public async Task Zsh_completes(string typed, string expected)
    {
        var words = typed.Split(' ');
        var call = $$"""
            compdef() { [ "$*" = '_quantmatrix run.sh' ] || print wrong; }
            compadd() { shift; print -l -- "$@"; }
            _describe() { print -l -- ${items%%:*}; }
            _files() { print files; }
            source {{await ScriptAsync("zsh")}}
            words=(./run.sh {{string.Join(' ', words.Select(w => $"'{w}'"))}}); CURRENT={{words.Length + 1}}
            _quantmatrix
            """;
        var found = (await RunAsync("zsh", "-f", "-c", call)).Where(l => l.StartsWith(words[^1], StringComparison.Ordinal) && l.Length > 0);
        foreach (var word in expected.Split(' ')) found.ShouldContain(word);
        if (words[^1].Length == 0 && words[^2].StartsWith("--", StringComparison.Ordinal)) found.ShouldBe(expected.Split(' '));
    }

    [ShellTheory("fish")]
    [InlineData("ru", "run runs")]
    [InlineData("run --log ", "text json")]
    [InlineData("run boot", "bootstrap_daily_coverage_tracked")]
    [InlineData("sql --format p", "parquet")]
    [InlineData("sql --allow", "--allow-files")]
    [InlineData("export k", "k8s")]
    public async Task Fish_completes(string typed, string expected)
    {
        var lines = await RunAsync("fish", "--no-config", "-c", $"source {await ScriptAsync("fish")}; complete -C './run.sh {typed}'");
        lines.Where(l => l.Length > 0).Select(l => l.Split('\t')[0]).Order(StringComparer.Ordinal).ShouldBe(expected.Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_shell_is_refused() =>
        (await trial.CallAsync("completion", "tcsh")).ShouldBe(ExitCode.Usage, "unknown shell 'tcsh'");

    private string Typed(string text) => text.Replace("{folder}", trial.Folder, StringComparison.Ordinal);

    private async Task<string> ScriptAsync(string shell)
    {
        await File.WriteAllTextAsync(Path.Combine(trial.Folder, "in.csv"), "");
        var answer = await trial.CallAsync("completion", shell);
        answer.ShouldBe(ExitCode.Ok);
        var file = Path.Combine(trial.Folder, $"completion.{shell}");
        await File.WriteAllTextAsync(file, answer.Output);
        return file;
    }

    private static async Task<string[]> RunAsync(string program, params string[] arguments)
    {
        var ended = await Ended.OfAsync(new(program, arguments));
        ended.Error.ShouldBeEmpty();
        return ended.Output.Split('\n');
    }
}

/// <summary>A theory about a shell; skipped where the shell is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(d => File.Exists(Path.Combine(d, shell)))) Skip = $"{shell} is not installed";
    }
}
