using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config;

/// <summary>The file of <c>IBKR_FLEX_TOKENS_FILE</c>: a token and a query id on each line, besides blank lines and comments.</summary>
public static class FlexTokensFile
{
    public const string Variable = "IBKR_FLEX_TOKENS_FILE";

    private const string Expected = "expected a token and a query id, separated by a comma or spaces";

    /// <param name="faults">Receives what is wrong, without any value of the file.</param>
    public static IReadOnlyList<FlexLogin> Read(string path, ICollection<string> faults)
    {
        try
        {
            if (Directory.Exists(path)) throw new IOException("it is a directory");
            return Parse(path, File.ReadAllLines(path), faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{Variable}: {path} cannot be read: {e.Message}");
            return [];
        }
    }

    /// <summary>The queries of the lines; a repeated one once.</summary>
    private static List<FlexLogin> Parse(string path, string[] lines, ICollection<string> faults)
    {
        var (logins, before) = (new List<FlexLogin>(), faults.Count);
        for (var i = 0; i < lines.Length; i++)
        {
            var values = Values(lines[i]);
            if (values.Length == 0) continue;
            if (Fault(values) is { } fault) faults.Add($"{Variable}: {path}:{i + 1}: {fault}");
            else if (new FlexLogin(new(values[0]), new(values[1]), i + 1) is var login && !logins.Exists(login.IsSameAs)) logins.Add(login);
        }
        if (logins.Count == 0 && faults.Count == before) faults.Add($"{Variable}: {path} has no line with values; {Expected}, on each line");
        return logins;
    }

    private static string[] Values(string line) =>
    [
        .. string.Concat(line.Split('#')[0].Select(c => IsSeparator(c) ? ' ' : c)).Split(' ').Select(value => value.Trim('"', '\''))
            .Where(value => value.Length > 0),
    ];

    private static bool IsSeparator(char c) => c is ',' or ';' || char.IsWhiteSpace(c);

    private static string? Fault(string[] values) => values.Length != 2 ? $"found {Plural.Of(values.Length, "value")}; {Expected}"
        : values.Any(value => value.Any(c => c is <= ' ' or > '~')) ? $"found a character that is not printable ASCII; {Expected}" : null;
}
