using System.Globalization;
using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>Whatever the job file holds, it is read or refused with the line of the fault.</summary>
public sealed class HostileYamlTests : IDisposable
{
    /// <summary>Text with a meaning in YAML, and text that breaks readers.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ": ", "- ", "? ", "| ", "> ", "& ", "&a ", "*a", "<<: *a", "!!python/object:os.system ", "!", "%YAML 9.9", "---", "...",
        "\t", "\0", "\r", "\u2028", "\u202e", "\ufeff", "\ud83d\ude00", "#", "\"", "'", "\\", "``", "~", "null",
        "99999999999999999999", "-0", "0x7f", "1e999", ".nan", "2026-02-30",
        "{{{{{{{{", "[[[[[[[[", "a: {b: {c: [", "\n\n\n", "\n  ", "\n- - -", "options: {options: {}}", "${PATH}", "$(reboot)", "'; drop table job_run; --",
    ];

    private readonly Trial trial = new();
    private readonly string original = File.ReadAllText(Path.Combine(Fixtures.Repository, "jobs.yaml"));

    private string JobFile => Path.Combine(trial.Folder, "jobs.yaml");

    [Fact]
    public async Task A_mutated_job_file_is_read_or_refused_with_the_line_of_the_fault()
    {
        var refused = 0;
        for (var seed = 0; seed < Soak.Of(150, 5_000); seed++)
        {
            var text = Mutated(new Random(seed));
            await File.WriteAllTextAsync(JobFile, text);
            var ended = await trial.CallAsync("jobs", "--jobs", JobFile);
            var what = $"seed {seed}:\n{ended.Text}";
            ended.Code.ShouldBeOneOf([ExitCode.Ok, ExitCode.Configuration], what);
            ended.Text.ShouldNotContain("   at ", Case.Sensitive, what);
            if (ended.Code == ExitCode.Ok) continue;
            refused++;
            ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].ShouldMatch(@"jobs\.yaml:\d+: \S", what);
            LineOf(ended.Error).ShouldBeLessThanOrEqualTo(text.Split('\n').Length + 1, what);
        }
        refused.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task A_run_with_an_invalid_job_file_is_refused_and_writes_no_data()
    {
        await File.WriteAllTextAsync(JobFile, original + "\nchains: [\n");
        var ended = await trial.RunAsync("--jobs", JobFile);
        ended.Code.ShouldBe(ExitCode.Configuration, ended.Text);
        Directory.Exists(trial.Lake).ShouldBeFalse();
    }

    public void Dispose() => trial.Dispose();

    private static int LineOf(string error) => int.Parse(error.Split("jobs.yaml:")[1].Split(':')[0], CultureInfo.InvariantCulture);

    private string Mutated(Random random)
    {
        var text = original;
        for (var times = 1 + random.Next(3); times > 0; times--) text = Mutate(text, random);
        return text;
    }

    private static string Mutate(string text, Random random)
    {
        var (lines, at) = (text.Split('\n').ToList(), random.Next(text.Length));
        var line = random.Next(lines.Count);
        var piece = Pieces[random.Next(Pieces.Length)];
        switch (random.Next(9))
        {
            case 0: return text.Insert(at, piece);
            case 1: return text.Remove(at, Math.Min(1 + random.Next(12), text.Length - at));
            case 2: return text[..at];
            case 3: lines.Insert(line, lines[random.Next(lines.Count)]); break;
            case 4: lines.RemoveAt(line); break;
            case 5: (lines[line], lines[0]) = (lines[0], lines[line]); break;
            case 6: lines[line] = new string(' ', random.Next(8)) + lines[line].TrimStart(); break;
            case 7: lines.InsertRange(line, Enumerable.Repeat(piece, 1 + random.Next(60))); break;
            default: return new StringBuilder(text) { [at] = (char)random.Next(1, 0x250) }.ToString();
        }
        return string.Join('\n', lines);
    }
}
