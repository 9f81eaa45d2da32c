using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Reports;

/// <summary>Writes pages under <c>reports/&lt;session&gt;/</c>, each as a whole, and points <c>latest</c> at the newest session.</summary>
internal sealed partial class ReportFiles(string folder, DateOnly session)
{
    public const string Index = "index.html";
    public const string Latest = "latest";

    /// <summary>Characters of a page within which its inputs are.</summary>
    private const int HeadLength = 1_000;

    private readonly string pages = Path.Combine(folder, $"{session:yyyy-MM-dd}");

    /// <summary>The name of a symbol's page; characters that a file name may not have are percent-encoded.</summary>
    public static string NameOf(string symbol) => $"{Uri.EscapeDataString(symbol)}.html";

    /// <summary>The folders of sessions more than some time before the newest one.</summary>
    /// <param name="reports">The folder of all sessions.</param>
    public static IReadOnlyList<string> Older(string reports, TimeSpan keep)
    {
        if (!Directory.Exists(reports)) return [];
        var sessions = Directory.EnumerateDirectories(reports)
            .Select(path => (Path: path, IsSession: DateOnly.TryParseExact(Path.GetFileName(path), "yyyy-MM-dd", out var date), Date: date))
            .Where(folder => folder.IsSession).ToList();
        return [.. sessions.Where(f => f.Date.AddDays(keep.Days) < sessions.Max(s => s.Date)).Select(f => f.Path).Order(StringComparer.Ordinal)];
    }

    /// <summary>Symbols with a page.</summary>
    public IReadOnlyList<string> Symbols => !Directory.Exists(pages) ? [] : [.. Directory.EnumerateFiles(pages, "*.html")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "index").Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal)];

    public string PathOf(string name) => Path.Combine(pages, name);

    /// <summary>The night's page, when it was made from these inputs; otherwise null.</summary>
    public NightPageFile? Unchanged(string inputs)
    {
        if (!File.Exists(PathOf(Index))) return null;
        var page = File.ReadAllText(PathOf(Index));
        var made = Inputs().Match(page, 0, Math.Min(page.Length, HeadLength));
        return made.Success && made.Groups[1].Value == inputs
            ? new(PathOf(Index), int.Parse(made.Groups[2].ValueSpan, CultureInfo.InvariantCulture), page.Length) : null;
    }

    /// <returns>The path of the page.</returns>
    public string Write(string name, string page)
    {
        Directory.CreateDirectory(pages);
        var path = PathOf(name);
        DraftFile.Write(path, Encoding.UTF8.GetBytes(page));
        return path;
    }

    /// <summary>Replaces the link by a rename, so that it always leads to a session; an older session leaves it as it is.</summary>
    /// <remarks><see cref="File.Move(string, string)"/> does not rename a link to a directory; within the pages the draft leads nowhere.</remarks>
    public void PointLatest()
    {
        var (link, draft) = (Path.Combine(folder, Latest), Path.Combine(pages, $"{Latest}.{Environment.ProcessId}.tmp"));
        if (new FileInfo(link).LinkTarget is { } target && string.CompareOrdinal(target, Path.GetFileName(pages)) >= 0) return;
        File.Delete(draft);
        if (Directory.Exists(link) && new DirectoryInfo(link).LinkTarget is null) Directory.Delete(link, recursive: true); // of a root copied without links
        File.CreateSymbolicLink(draft, Path.GetFileName(pages));
        File.Move(draft, link, overwrite: true);
    }

    [GeneratedRegex("<meta name=\"inputs\" content=\"([^\"]+)\" data-symbols=\"([0-9]{1,9})\">")]
    private static partial Regex Inputs();
}
