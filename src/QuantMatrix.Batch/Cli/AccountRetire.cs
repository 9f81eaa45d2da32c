using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Retires an account in the tables, and takes its symbols out of the portfolio.</summary>
internal sealed class AccountRetire(CommandContext context)
{
    /// <param name="date">Null for today.</param>
    public async Task RunAsync(string account, DateOnly? date, CancellationToken ct)
    {
        var now = context.Time.GetUtcNow();
        var day = date ?? DateOnly.FromDateTime(now.UtcDateTime);
        using var runLock = await context.TakeLockAsync(RunId.At(now), TimeSpan.Zero, ct);
        var start = new RunStart(RunId.At(now), null, 1, context.Settings, context.Time) { NeedsBars = false, AllowOlder = true, Lock = runLock };
        using var run = await context.RunServices.OpenRunAsync(start, ct);
        await run.Tables.MigrateAsync(ct);
        var closed = await run.Tables.RetireAccountAsync(account, day, run.RunId, ct);
        await TrackedSymbols.SetPortfolioAsync(run, PortfolioHoldings.Of(await run.Tables.HoldingsAsync(ct)).Symbols, ct);
        context.Output.WriteLine($"{account}: retired on {day:yyyy-MM-dd}, {Plural.Of(closed, "position")} closed; its history stays");
    }
}
