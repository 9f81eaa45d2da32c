using Microsoft.Playwright;

namespace QuantMatrix.Tests.EndToEndTests.Report;

/// <summary>The installed Chromium, driven by Playwright.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program(), Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    internal async Task<OpenPage> OpenAsync(string file, PageView view, string hash = "")
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = view.Width, Height = 900 },
            ColorScheme = view.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = view.HasScripts,
            AcceptDownloads = true,
        });
        var opened = new OpenPage(await context.NewPageAsync());
        await opened.Page.GotoAsync($"file://{file}{hash}");
        if (view.HasScripts) await opened.Page.WaitForFunctionAsync("() => document.documentElement.dataset.ready");
        return opened;
    }

    private static string Program() => new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("chromium is not installed; ./test.sh installs it");
}

/// <summary>How a page is looked at.</summary>
internal sealed record PageView(int Width = 1440, bool IsDark = false, bool HasScripts = true);

/// <summary>A page with what it complained about and asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => complaints.Add($"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Add($"request: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Messages on the console, uncaught errors and requests.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Pixels by which the content is wider than the window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");

    /// <summary>Canvases in an element with more than one color.</summary>
    public Task<int> DrawnAsync(string place) => Page.EvaluateAsync<int>("""
        place => [...document.querySelectorAll(place + " canvas")].filter(canvas => canvas.width && canvas.height).filter(canvas => {
          const data = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return data.some(pixel => pixel !== data[0]);
        }).length
        """, place);

    public Task<string> TextAsync(string selector) => Page.Locator(selector).First.InnerTextAsync();

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
