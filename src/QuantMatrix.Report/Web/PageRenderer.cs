using System.Security.Cryptography;
using System.Text;
using Fluid;

namespace QuantMatrix.Report.Web;

/// <summary>Renders a self-contained page: its templates in order, inside one shell with styles, data and scripts.</summary>
internal static class PageRenderer
{
    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = new() { MemberAccessStrategy = new UnsafeMemberAccessStrategy() };

    public static string Render(PageContent page)
    {
        var body = string.Concat(page.Sections.Select(name => Apply(name, page.Model)));
        string[] scripts = [PageAssets.Of("theme.js"), .. page.Libraries.Select(PageAssets.Of), PageAssets.Script(page.Scripts)];
        return Apply("shell.liquid", new
        {
            page.Title,
            page.Inputs,
            page.Symbols,
            page.Data,
            Style = page.Style,
            First = scripts[0],
            Scripts = scripts[1..],
            Body = body,
            Policy = $"default-src 'none'; img-src data:; style-src {Hash(page.Style)}; script-src {string.Join(' ', scripts.Select(Hash))}; "
                + "base-uri 'none'; form-action 'none'",
        });
    }

    private static string Apply(string template, object model) =>
        Parser.Parse(PageAssets.Of(template)).Render(new TemplateContext(model, Options), Figures.Html);

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";
}

/// <summary>What a page consists of.</summary>
/// <param name="Title">Of the document.</param>
/// <param name="Model">What the templates read.</param>
/// <param name="Data">JSON without <c>&lt;</c>, for the scripts.</param>
internal sealed record PageContent(string Title, object Model, string Data)
{
    public required string Style { get; init; }

    /// <summary>What the page was made from, in its head; empty for nothing.</summary>
    public string Inputs { get; init; } = "";

    /// <summary>The number of its symbols, beside the inputs.</summary>
    public int Symbols { get; init; }

    public required IReadOnlyList<string> Sections { get; init; }

    public required IReadOnlyList<string> Libraries { get; init; }

    /// <summary>Modules, each after those it imports.</summary>
    public required IReadOnlyList<string> Scripts { get; init; }
}
