using System.Text.RegularExpressions;

namespace QuantMatrix.Tests.EndToEndTests.Documentation;

/// <summary>A command of a <c>console</c> block in a document, with the output that the document claims.</summary>
/// <param name="Line">Of the document, from 1.</param>
internal sealed partial record ConsoleCommand(int Line, string Text, IReadOnlyList<string> Expected)
{
    /// <summary>The first line of a block of commands, and of one that reads the real statements of the fixtures in <c>statements</c>.</summary>
    private const string Block = "```console", BlockOfStatements = $"{Block} statements";

    public bool NeedsStatements { get; init; }

    /// <summary>Times, run ids, versions and folders may differ; a line that is only <c>…</c> stands for any lines, <c>…</c> within a line for any
    /// text.</summary>
    public bool Matches(string output) => Regex.IsMatch(Mask(output), $@"\A{Pattern()}\s*\z", RegexOptions.None, TimeSpan.FromSeconds(30));

    /// <summary>Every command of the document's <c>console</c> blocks, in order.</summary>
    public static IReadOnlyList<ConsoleCommand> In(string document)
    {
        var commands = new List<ConsoleCommand>();
        var (fence, number) = ("", 0);
        foreach (var line in File.ReadLines(document))
        {
            number++;
            var inside = fence is Block or BlockOfStatements;
            if (line.StartsWith("```", StringComparison.Ordinal)) fence = line;
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal))
                commands.Add(new(number, line[2..], []) { NeedsStatements = fence == BlockOfStatements });
            else if (inside && commands.Count > 0 && commands[^1] is var last) commands[^1] = last with { Expected = [.. last.Expected, line] };
        }
        return commands;
    }

    /// <summary>Writes the real output below each command.</summary>
    public static void Correct(string document, IEnumerable<(ConsoleCommand Command, string Output)> wrong)
    {
        List<string> lines = [.. File.ReadLines(document)];
        foreach (var (command, output) in wrong.Reverse())
        {
            lines.RemoveRange(command.Line, command.Expected.Count);
            lines.InsertRange(command.Line, output.TrimEnd('\n').Split('\n').Where(line => line.Length > 0));
        }
        File.WriteAllLines(document, lines);
    }

    public static string Mask(string text)
    {
        text = Seconds().Replace(text, "# s");
        text = RunId().Replace(text, "RUN");
        text = Minute().Replace(text, "MINUTE");
        text = TempPath().Replace(text, "TMP");
        text = Version().Replace(text, "quantmatrix VERSION");
        return string.Join('\n', text.Split('\n').Select(line => Spaces().Replace(line, " ").TrimEnd()));
    }

    private string Pattern() => string.Concat(Expected.Select(line => line.Trim() == "…" ? @"(?:.*\n)*?"
        : string.Join(".*", Mask(line).Split('…').Select(Regex.Escape)) + @"\n?"));

    [GeneratedRegex(@"\b\d+\.\d+ s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\b\d{8}T\d{6}Z-[0-9a-f]{4}\b")]
    private static partial Regex RunId();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d \d\d:\d\d\b")]
    private static partial Regex Minute();

    [GeneratedRegex(@"/tmp/[\w./-]*?(?=/runs/|/lake|/replay|\s|$)")]
    private static partial Regex TempPath();

    [GeneratedRegex(@"\bquantmatrix \d+\.\d+\.\d+\S*( \([0-9a-f]+\))?")]
    private static partial Regex Version();

    [GeneratedRegex(@"[ \t]+|─+")]
    private static partial Regex Spaces();
}
