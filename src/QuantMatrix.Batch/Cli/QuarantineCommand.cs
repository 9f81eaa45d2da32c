using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Shows quarantined rows and applies an operator's decision on them.</summary>
[Verb("quarantine", HelpText = "List or show quarantined rows, release held bars into price_data, or drop rows for good.")]
public sealed record QuarantineCommand : TableCommand
{
    private static readonly string[] Actions = ["list", "show", "release", "drop"];

    /// <summary>One line per symbol and kind of reason; reasons that differ only in numbers, dates or quoted values are one kind.</summary>
    private const string List = """
        SELECT symbol, regexp_replace(reason, '''[^'']*''|[0-9]+([-.,:/E+]+[0-9]+)*', '…', 'g') AS reason,
            count(*) AS "rows", min(date) AS first, max(date) AS last
        FROM quarantine WHERE status = 'open' GROUP BY ALL ORDER BY ALL
        """;

    [Value(0, MetaName = "ACTION", Default = "list", HelpText = "list, show, release or drop.")]
    public string Action { get; init; } = "";

    [Value(1, MetaName = "SYMBOL", HelpText = "Symbol of the rows; required except for list.")]
    public string? Symbol { get; init; }

    [Option("date", MetaValue = "DATE", HelpText = "Release or drop only the rows of this session, like 2018-02-07.")]
    public string? Date { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var date = Check();
        if (Action == "list") Print(context, List, ct);
        else if (Action == "show") Print(context, Show, ct);
        else await DecideAsync(context, date, ct);
        return ExitCode.Ok;
    }

    private DateOnly? Check()
    {
        var faults = new UsageFaults();
        var date = faults.Read(() => OptionValues.Date("--date", Date));
        if (!Actions.Contains(Action)) faults.Add($"unknown action '{Action}'{DidYouMean.Hint(Action, Actions)}");
        else if (Action == "list" && Symbol is not null) faults.Add($"unexpected argument '{Symbol}'; expected quarantine list, or quarantine show SYMBOL");
        else if (Action != "list" && Symbol is null) faults.Add($"missing argument SYMBOL; expected quarantine {Action} SYMBOL");
        if (Date is not null && Action is "list" or "show") faults.Add("--date applies only to release and drop");
        faults.ThrowIfAny();
        return date;
    }

    private string Show => $"""
        SELECT date, status, source, file, line, reason, "row" FROM quarantine
        WHERE symbol = {SqlText.Quote(Name)} ORDER BY date, file, line
        """;

    /// <summary>As stored: canonical, or as found if it is not a ticker.</summary>
    private string Name => Symbols.TryCanonical(Symbol, out var symbol) ? symbol : Symbol!;

    private async Task DecideAsync(CommandContext context, DateOnly? date, CancellationToken ct)
    {
        var now = context.Time.GetUtcNow();
        using var runLock = await context.TakeLockAsync(RunId.At(now), TimeSpan.Zero, ct);
        using var lake = context.RunServices.OpenLake(context.Settings);
        (lake.BeforePublish, lake.Token) = (runLock.RequireHeld, runLock.Token);
        var review = new QuarantineReview(lake, RunId.At(now), DateOnly.FromDateTime(now.UtcDateTime));
        context.Output.WriteLine($"{Name}: {(Action == "drop" ? await DropAsync(review, date, ct) : await ReleaseAsync(review, date, ct))}");
    }

    private async Task<string> DropAsync(QuarantineReview review, DateOnly? date, CancellationToken ct) =>
        $"{Plural.Of(await review.DropAsync(Name, date, ct), "row")} dropped; the same rows stay dropped in later runs";

    private async Task<string> ReleaseAsync(QuarantineReview review, DateOnly? date, CancellationToken ct)
    {
        var merged = await review.ReleaseAsync(Name, date, ct);
        var rows = Plural.Of(merged.Inserted + merged.Changed + merged.Unchanged, "row");
        return $"{rows} released into price_data, {Plural.Number(merged.Inserted)} inserted, {Plural.Number(merged.Changed)} changed; the next run uses them";
    }
}
