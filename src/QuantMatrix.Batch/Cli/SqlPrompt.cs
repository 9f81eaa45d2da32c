using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Cli;

/// <summary>Reads statements from a terminal until the end of input; a statement may span lines and ends with a semicolon.</summary>
/// <param name="run">Runs and prints one statement.</param>
internal sealed class SqlPrompt(CommandContext context, Action<string> run)
{
    private const string First = "sql> ", Next = "...> ";

    private static readonly string[] Ends = ["exit", "quit", ".exit", ".quit", "\\q"];

    public void Run()
    {
        context.Output.WriteLine("SHOW TABLES lists the tables, DESCRIBE features its columns. End a statement with ;  Leave with Ctrl-D or exit.");
        var history = new PromptHistory();
        var editor = new LineEditor(context.ReadKey!, context.Output, context.Width ?? 80, history.Lines);
        var text = "";
        while (editor.Read(text.Length == 0 ? First : Next) is { } line)
        {
            if (text.Length == 0 && Ends.Contains(line.Trim().TrimEnd(';'))) break;
            history.Add(line);
            text = Rest(line.Length == 0 && text.Length == 0 ? "" : text + line + "\n");
        }
    }

    /// <summary>Runs the complete statements.</summary>
    /// <returns>The text of the last one, when it is incomplete.</returns>
    private string Rest(string text)
    {
        var statements = SqlStatement.Split(text);
        foreach (var statement in statements.Where(s => s.IsComplete)) Try(statement.Text);
        return statements is [.., { IsComplete: false } last] ? last.Text + "\n" : "";
    }

    private void Try(string statement)
    {
        try
        {
            run(statement);
        }
        catch (UsageException e)
        {
            context.Error.WriteLine(string.Join('\n', e.Message.Split('\n').Select(Printable.Of)));
        }
    }
}

/// <summary>The lines typed at the prompt, kept for the next time in the user's state directory.</summary>
internal sealed class PromptHistory
{
    private const int Kept = 500;

    private readonly string file = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"), "quantmatrix", "sql_history");

    public PromptHistory()
    {
        if (File.Exists(file)) Lines.AddRange(File.ReadLines(file).TakeLast(Kept));
    }

    public List<string> Lines { get; } = [];

    /// <summary>A history that cannot be written is kept for this prompt only.</summary>
    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || Lines.LastOrDefault() == line) return;
        Lines.Add(line);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, Lines.TakeLast(Kept));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
