using System.ComponentModel;
using System.Diagnostics;
using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Reports;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Report.Symbols;

namespace QuantMatrix.Batch.Cli;

/// <summary>Writes the night's page, or the pages of symbols, as files that need no server.</summary>
[Verb("report", HelpText = "Write the night's page, or pages of symbols, to the folder reports.")]
public sealed class ReportCommand : ICommand
{
    [Value(0, MetaName = "SYMBOL …", HelpText = "Tickers to write a page of (default: the night's page).")]
    public IEnumerable<string> Tickers { get; init; } = [];

    [Option("date", MetaValue = "DATE", HelpText = "Session to report, one that features still hold (default: the newest).")]
    public string? Date { get; init; }

    [Option("open", HelpText = "Open the page in the browser.")]
    public bool Open { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var (session, file) = (OptionValues.Date("--date", Date), context.ReadJobs(Jobs));
        var start = new RunStart("report", null, 1, context.Settings, context.Time) { IsReadOnly = true, NeedsBars = false, File = file };
        using var run = await context.RunServices.OpenRunAsync(start, ct);
        List<string> symbols = [.. Tickers.Select(OptionValues.Symbol).Distinct()];
        var paths = symbols.Count == 0 ? [await NightReportWriter.WriteAsync(run, session, ct)]
            : await WriteSymbolsAsync(context, run, symbols, session, ct);
        foreach (var path in paths) context.Output.WriteLine(CommandContext.Local(path));
        if (Open) OpenInBrowser(paths[0]);
        return ExitCode.Ok;
    }

    private static async Task<List<string>> WriteSymbolsAsync(
        CommandContext context, RunContext run, List<string> symbols, DateOnly? requested, CancellationToken ct)
    {
        var session = await NightReportReader.SessionAsync(run, requested, ct);
        var (files, paths) = (new ReportFiles(run.Settings.Data.Reports, session), new List<string>());
        var reader = new SymbolReportReader(run, session, await SymbolReportReader.RanksAsync(run, session, symbols, ct));
        using var progress = context.ShowProgress();
        foreach (var symbol in symbols)
        {
            var report = await reader.ReadAsync(symbol, ct);
            paths.Add(files.Write(ReportFiles.NameOf(symbol), SymbolPage.Render(report)));
            progress.Report(paths.Count, symbols.Count, "pages");
        }
        files.PointLatest();
        return paths;
    }

    private static void OpenInBrowser(string path)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo("xdg-open") { ArgumentList = { Path.GetFullPath(path) }, RedirectStandardError = true });
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"--open: cannot start xdg-open: {e.Message}; open {path} yourself", e);
        }
    }
}
