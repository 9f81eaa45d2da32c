using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Http;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>A saved query of the broker, from which reports are downloaded.</summary>
/// <param name="Number">Its place among the configured queries, from 1.</param>
/// <param name="Place">Where it is configured, for messages.</param>
/// <param name="SaveAsync">Saves the newest report, or the one of the given days, as a complete file or not at all.</param>
public sealed record FlexSource(int Number, string Place, Func<string, FlexDays?, CancellationToken, Task> SaveAsync)
{
    /// <summary>The queries that the environment configures.</summary>
    internal static IReadOnlyList<FlexSource> Of(RunStart start, IKeyStore responses)
    {
        var options = start.Settings.At(FlexService.Defaults, "QM_IBKR_URL") with
        {
            Telemetry = start.Resilience,
            UserAgent = $"QuantMatrix/{ProgramVersion.Current.Version}",
        };
        var calls = start.Settings.FlexLogins.Select(login => login.Token.Reveal()).Distinct().ToDictionary(token => token, _ => new FlexCalls(start.Time));
        return [.. start.Settings.FlexLogins.Select((login, i) => new FlexSource(i + 1, login.Place, Save(login)))];

        Func<string, FlexDays?, CancellationToken, Task> Save(FlexLogin login) => async (file, days, ct) =>
        {
            using var service = new FlexService(options, Query(login), responses, start.Time);
            await service.FetchAsync(file, days, ct);
        };

        FlexQuery Query(FlexLogin login)
        {
            var query = new FlexQuery(login.Token.Reveal, login.QueryId.Reveal, calls[login.Token.Reveal()]);
            return login.Line is null ? query : query with { TokenPlace = login.Place, IdPlace = login.Place };
        }
    }
}
