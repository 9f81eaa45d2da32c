using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>The services of the real program: live providers or a replay folder, the lake and the publishing targets.</summary>
public sealed class RunServices : IRunServices
{
    public async Task<RunContext> OpenRunAsync(RunStart start, CancellationToken ct)
    {
        var calendar = CalendarFiles.Read(start.Settings.Home);
        var lake = new DataLake(start.Settings.Data.Lake, start.Time, start.Workers, Catalogue.Standard.FeatureSchema)
        {
            BeforePublish = start.Lock is { } held ? held.RequireHeld : null, Token = start.Lock?.Token,
            CheckedFiles = start.Settings.Data.CheckedFiles, IsReadOnly = start.IsReadOnly, Published = Targets.Published(start.Settings),
        };
        Targets? targets = null;
        IRunSources? sources = null;
        try
        {
            var choice = new SessionChoice(start, calendar, lake);
            var replay = LiveSources.AreWanted(start.Settings) ? null : new ReplaySources(start, calendar, lake);
            var asOf = replay is not null && start.NeedsBars ? await choice.ReplayAsync(replay, ct) : choice.Live();
            targets = await Targets.OpenAsync(start, ct);
            var published = start.IsReadOnly || start.Republish ? null : await targets.Tables.PublishedThroughAsync(ct);
            if (!start.AllowOlder) OlderSession.Refuse(start, asOf, published);
            sources = replay is null ? new LiveSources(start, targets.Responses, choice.Settled()) : replay;
            return Open(start, (asOf, published > asOf ? published.Value : asOf), calendar, sources, lake, targets);
        }
        catch
        {
            sources?.Dispose();
            targets?.Dispose();
            lake.Dispose();
            throw;
        }
    }

    public async Task<DateOnly?> PublishedThroughAsync(RunStart start, CancellationToken ct)
    {
        using var targets = await Targets.OpenAsync(start with { IsReadOnly = true }, ct);
        try
        {
            return await targets.Tables.PublishedThroughAsync(ct);
        }
        catch (DataUnfitException)
        {
            return null; // nothing has been published
        }
    }

    public ISqlConnection OpenSql(Settings settings, SqlAccess? access = null) => OpenSql(settings, Targets.EmbeddedFile(settings), access ?? new());

    public DataLake OpenLake(Settings settings, bool isReadOnly = false) =>
        new(settings.Data.Lake, TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema)
        {
            CheckedFiles = settings.Data.CheckedFiles, IsReadOnly = isReadOnly, Published = Targets.Published(settings),
        };

    private RunContext Open(
        RunStart start, (DateOnly Own, DateOnly Published) asOf, SessionCalendar calendar, IRunSources sources, DataLake lake, Targets targets)
    {
        var runs = new PublishedRuns(targets.Tables, targets.Sets, new RunLedger(start.Settings.Data.Runs, Console.Error));
        return new(start)
        {
            AsOf = asOf.Own,
            PublishedAsOf = asOf.Published,
            Calendar = calendar,
            Sources = sources,
            Renames = RenameFile.Read(Path.Combine(start.Settings.Home, "data", "constituents", "renames.csv")),
            FlexSources = FlexSource.Of(start, targets.Responses),
            Lake = lake,
            Tables = targets.Tables,
            Sets = targets.Sets,
            ReadSqlAsync = (read, ct) => targets.WhileFileClosedAsync(() => Read(start.Settings, read), ct),
            PublishAsync = async ended =>
            {
                await runs.RecordAsync(ended);
                await targets.PublishAsync(CancellationToken.None);
            },
            PublishedState = targets.State,
            Closing = [targets],
            Sinks = [runs],
        };
    }

    private PublishedSqlConnection OpenSql(Settings settings, string file, SqlAccess access) =>
        new(OpenLake(settings), file, Targets.Postgres(settings, TimeProvider.System, new()), access);

    private void Read(Settings settings, Action<ISqlConnection> read)
    {
        using var connection = OpenSql(settings, Targets.WorkingFile(settings), new());
        read(connection);
    }
}
