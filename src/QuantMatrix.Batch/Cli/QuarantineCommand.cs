using CommandLine;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows the rows that were refused, and takes an operator's decision on them.</summary>
[Verb("quarantine", HelpText = "List or show refused rows; release held bars into price_data; drop rows for good.")]
public sealed class QuarantineCommand : ICommand
{
    private static readonly string[] Actions = ["list", "show", "release", "drop"];

    [Value(0, MetaName = "ACTION", Default = "list", HelpText = "list, show, release or drop.")]
    public string Action { get; init; } = "";

    [Value(1, MetaName = "SYMBOL", HelpText = "Whose rows; not for list.")]
    public string? Symbol { get; init; }

    [Option("date", MetaValue = "DATE", HelpText = "Release or drop the rows of this session alone, like 2018-02-07.")]
    public string? Date { get; init; }

    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "Of list and show: table, csv or json.")]
    public string Format { get; init; } = "";

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (!Actions.Contains(Action)) throw new UsageException($"quarantine '{Action}': expected {string.Join(", ", Actions)}{DidYouMean.Suggestion(Action, Actions)}");
        if (Action == "list" && Symbol is not null) throw new UsageException($"'{Symbol}' is one word too many; expected quarantine list, or quarantine show SYMBOL");
        if (Action != "list" && Symbol is null) throw new UsageException($"'quarantine {Action}' lacks SYMBOL");
        if (Date is not null && Action is "list" or "show") throw new UsageException($"--date is no option of 'quarantine {Action}'");
        if (Action == "list") SqlCommand.Answer(context, List, Format);
        else if (Action == "show") SqlCommand.Answer(context, Show, Format);
        else await DecideAsync(context, DateOption.Read("--date", Date), ct);
        return ExitCode.Ok;
    }

    /// <summary>One line a symbol and kind of reason: numbers, dates and quoted values do not tell kinds apart.</summary>
    private static string List => """
        SELECT symbol, regexp_replace(reason, '''[^'']*''|[0-9]+([-.,:/E+]+[0-9]+)*', '…', 'g') AS reason, count(*) AS "rows", min(date) AS first, max(date) AS last
        FROM quarantine WHERE status = 'open' GROUP BY ALL ORDER BY ALL
        """;

    private string Show => $"SELECT date, status, source, file, line, reason, \"row\" FROM quarantine WHERE symbol = '{Name.Replace("'", "''", StringComparison.Ordinal)}' ORDER BY date, file, line";

    /// <summary>As the quarantine writes it: canonical, or as found where it is no ticker.</summary>
    private string Name => Symbols.TryCanonical(Symbol, out var symbol) ? symbol : Symbol!;

    private async Task DecideAsync(CommandContext context, DateOnly? date, CancellationToken ct)
    {
        var now = context.Time.GetUtcNow();
        context.Settings.Data.Create();
        using var held = RunLock.Take(context.Settings.Data.Runs, RunId.At(now));
        using var lake = context.RunServices.OpenLake(context.Settings);
        var desk = new QuarantineReview(lake, RunId.At(now), DateOnly.FromDateTime(now.UtcDateTime));
        if (Action == "drop") context.Output.WriteLine($"{Name}: {Rows(await desk.DropAsync(Name, date, ct))} dropped; the same rows met again stay dropped");
        else
        {
            var merged = await desk.ReleaseAsync(Name, date, ct);
            context.Output.WriteLine($"{Name}: {Rows(merged.Inserted + merged.Changed + merged.Unchanged)} released into price_data, {merged.Inserted} inserted, {merged.Changed} changed; the next run computes with them");
        }
    }

    private static string Rows(long count) => count == 1 ? "1 row" : $"{count} rows";
}
