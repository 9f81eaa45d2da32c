using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace QuantMatrix.Report.Web;

/// <summary>The embedded style sheets, scripts and templates.</summary>
internal static partial class PageAssets
{
    private static readonly ConcurrentDictionary<string, string> Read = new();

    public static string Of(string name) => Read.GetOrAdd(name, name =>
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"no embedded file '{name}'");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    public static string Styles(params IEnumerable<string> names) => string.Concat(names.Select(name => Indents().Replace(Of(name), "\n")));

    /// <summary>One script of ES modules in the order given: without their imports, and with exports as plain declarations.</summary>
    /// <remarks>A page without network access cannot import, so names must differ between the modules of a page.</remarks>
    public static string Script(params IEnumerable<string> names) =>
        $"{{\n\"use strict\";\n{string.Concat(names.Select(name => Exports().Replace(Imports().Replace(Of(name), ""), "")))}}}\n";

    [GeneratedRegex(@"^(?:import\s|export \{).*;\n", RegexOptions.Multiline)]
    private static partial Regex Imports();

    [GeneratedRegex(@"^export (?=const |let |function |class )", RegexOptions.Multiline)]
    private static partial Regex Exports();

    [GeneratedRegex(@"\n\s*")]
    private static partial Regex Indents();
}
