using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>Chooses the session a run works as of: the one requested, or the newest that the source can have.</summary>
internal sealed class SessionChoice(RunStart start, SessionCalendar calendar, DataLake lake)
{
    /// <summary>The newest session whose bars are settled, by the exchange's clock.</summary>
    public DateOnly Settled() => new Settlement(calendar, TimeSpan.FromMinutes(start.Providers.SettledAfterMinutes)).LastSettled(start.Time.GetUtcNow());

    public DateOnly Live() => Requested(Settled(), "settled session");

    /// <summary>The folder's newest session; when the folder cannot be read, the newest stored session. Jobs that need the folder's bars then fail.</summary>
    public async Task<DateOnly> ReplayAsync(ReplaySources replay, CancellationToken ct)
    {
        try
        {
            var newest = await replay.NewestSessionAsync(ct) ?? DateOnly.FromDateTime(start.Time.GetUtcNow().UtcDateTime);
            return Requested(newest, $"session of {CommandContext.Local(replay.Folder)}");
        }
        catch (Exception e) when (e is ConfigurationException or DataUnfitException or TemporaryException)
        {
            var (newest, what) = NewestStored(lake) is { } stored ? (stored, "stored session") : (Settled(), "settled session; no bar is stored");
            var asOf = Requested(newest, what);
            start.Output.WriteLine($"{e.Message}; working as of {asOf:yyyy-MM-dd}{(start.AsOf is null ? $", the newest {what}" : "")}");
            return asOf;
        }
    }

    /// <summary>The newest date with a stored bar; null for an empty lake.</summary>
    public static DateOnly? NewestStored(DataLake lake) => lake.Unchecked().Of(PriceData.Table.Name).Max(f => (DateOnly?)f.LastDate);

    private DateOnly Requested(DateOnly newest, string what) => !(start.AsOf > newest) ? start.AsOf ?? newest
        : throw new UsageException($"--as-of {start.AsOf:yyyy-MM-dd}: the newest {what} is {newest:yyyy-MM-dd}; expected that or an earlier one");
}
