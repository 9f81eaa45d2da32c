using QuantMatrix.Batch.Cli.Output;

namespace QuantMatrix.Batch.Cli;

/// <summary>Edits one line on a terminal: cursor keys, Home, End, history with up and down, Ctrl-A, E, K, U, W. Long lines scroll sideways.</summary>
/// <param name="history">Earlier lines, the newest last.</param>
internal sealed class LineEditor(Func<ConsoleKeyInfo> readKey, TextWriter output, int width, IReadOnlyList<string> history)
{
    private const char Escape = '\u001B';

    private string text = "";
    private int cursor;
    private int entry;

    /// <returns>The line; null at the end of input, Ctrl-D on an empty line. Ctrl-C gives an empty line.</returns>
    public string? Read(string prompt)
    {
        (text, cursor, entry) = ("", 0, history.Count);
        for (; ; )
        {
            Draw(prompt);
            var key = readKey();
            var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n') return End(text);
            if (isControl && key.Key == ConsoleKey.C) return End("");
            if (isControl && key.Key == ConsoleKey.D && text.Length == 0) return End(null);
            if (isControl) Control(key.Key);
            else Edit(key);
        }
    }

    private string? End(string? line)
    {
        output.WriteLine();
        return line;
    }

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when cursor > 0: Replace(cursor - 1, cursor, ""); break;
            case ConsoleKey.Delete when cursor < text.Length: Replace(cursor, cursor + 1, ""); break;
            case ConsoleKey.LeftArrow: cursor = Math.Max(0, cursor - 1); break;
            case ConsoleKey.RightArrow: cursor = Math.Min(text.Length, cursor + 1); break;
            case ConsoleKey.Home: cursor = 0; break;
            case ConsoleKey.End: cursor = text.Length; break;
            case ConsoleKey.UpArrow: Recall(entry - 1); break;
            case ConsoleKey.DownArrow: Recall(entry + 1); break;
            default:
                if (!char.IsControl(key.KeyChar)) Replace(cursor, cursor, key.KeyChar.ToString());
                break;
        }
    }

    private void Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A: cursor = 0; break;
            case ConsoleKey.E: cursor = text.Length; break;
            case ConsoleKey.K: Replace(cursor, text.Length, ""); break;
            case ConsoleKey.U: Replace(0, cursor, ""); break;
            case ConsoleKey.W: Replace(text[..cursor].TrimEnd().LastIndexOf(' ') + 1, cursor, ""); break;
            case ConsoleKey.D when cursor < text.Length: Replace(cursor, cursor + 1, ""); break;
        }
    }

    private void Replace(int from, int to, string with) => (text, cursor) = (text[..from] + with + text[to..], from + with.Length);

    private void Recall(int index)
    {
        if (index < 0 || index > history.Count) return;
        (entry, text) = (index, index == history.Count ? "" : history[index]);
        cursor = text.Length;
    }

    /// <summary>Draws the part of the line around the cursor that fits.</summary>
    private void Draw(string prompt)
    {
        var room = Math.Max(10, width - prompt.Length - 1);
        var start = 0;
        while (TextWidth.Of(text[start..cursor]) > room) start++;
        var end = text.Length;
        while (TextWidth.Of(text[start..end]) > room) end--;
        var back = TextWidth.Of(text[cursor..Math.Max(cursor, end)]);
        output.Write($"\r{prompt}{text[start..end]}{Escape}[K{(back > 0 ? $"{Escape}[{back}D" : "")}");
        output.Flush();
    }
}
