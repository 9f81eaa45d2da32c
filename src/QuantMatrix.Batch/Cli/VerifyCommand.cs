using System.Globalization;
using CommandLine;
using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Verification;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Checks the data root: hashes, row counts, key ranges, leftovers, published tables, audits and recomputed rows. Changes nothing.</summary>
[Verb("verify", HelpText = "Check the stored and published data: hashes, row counts, key ranges, audits, recomputed rows.")]
public sealed record VerifyCommand : TableCommand
{
    private const int MostRows = 100_000;

    [Option("sample", Default = "5%", MetaValue = "PERCENT", HelpText = "Share of the files to read although they have not changed since they were last read.")]
    public string Sample { get; init; } = "";

    [Option("full", HelpText = "Read every file.")]
    public bool Full { get; init; }

    [Option("recompute", Default = "10", MetaValue = "N", HelpText = "Random rows of features to compute again from bars and to compare.")]
    public string Recompute { get; init; } = "";

    [Option("history", HelpText = "Compute every recorded row of the history again and name the cause of each difference.")]
    public bool History { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var (share, rows) = (faults.Read(() => Share(Sample)), faults.Read(() => OptionValues.Whole("--recompute", Recompute, 0, MostRows)));
        faults.ThrowIfAny();
        var results = await new DataVerification(context).RunAsync(Full ? 1 : share, rows, History, ct);
        if (IsTable) Print(context, new ResultTable(Frame(results)));
        else Write(context.Output, results);
        return results.Any(r => r.Findings.Count > 0) ? ExitCode.DataUnfit : ExitCode.Ok;
    }

    private static double Share(string text) =>
        double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
            ? percent / 100 : throw new UsageException($"--sample {text}: expected a percentage above 0 and up to 100, like 5%");

    /// <summary>A row for each check, finding and note.</summary>
    private static DataFrame Frame(IReadOnlyList<CheckResult> results)
    {
        var rows = results.SelectMany(r => r.Findings.Select(text => (Check: r.Name, Result: "finding", Text: text))
            .DefaultIfEmpty((Check: r.Name, Result: "ok", Text: r.Summary))
            .Concat(r.Notes.Select(text => (Check: r.Name, Result: "note", Text: text)))).ToList();
        return new(new StringDataFrameColumn("check", rows.Select(r => r.Check)), new StringDataFrameColumn("result", rows.Select(r => r.Result)),
            new StringDataFrameColumn("text", rows.Select(r => r.Text)));
    }

    private static void Write(TextWriter output, IReadOnlyList<CheckResult> results)
    {
        var lines = TextTable.AlignedLines(
            [.. results.Select(r => (string[])[r.Name, r.Findings.Count == 0 ? r.Summary : Plural.Of(r.Findings.Count, "finding")])]);
        foreach (var (result, line) in results.Zip(lines))
        {
            output.WriteLine(line);
            foreach (var finding in result.Findings) output.WriteLine($"    {Printable.Of(finding)}");
            foreach (var note in result.Notes) output.WriteLine($"    note: {Printable.Of(note)}");
        }
        var count = results.Sum(r => r.Findings.Count);
        output.WriteLine(count == 0 ? "verified: nothing is wrong" : $"{Plural.Of(count, "finding")}; ./run.sh repair rebuilds damaged files");
    }
}
