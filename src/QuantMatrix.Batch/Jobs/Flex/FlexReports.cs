using QuantMatrix.Batch.Config;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Http;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>The broker's reports as the environment names them.</summary>
internal static class FlexReports
{
    /// <summary>Saves the newest report in a file; null when the token or the query is not set.</summary>
    public static Func<string, CancellationToken, Task>? Of(Settings settings, IKeyStore responses, TimeProvider time)
    {
        if (settings is not { IbkrFlexToken: { } token, IbkrFlexQueryId: { } query }) return null;
        var options = settings.At(FlexService.Defaults, "QM_IBKR_URL") with { Key = token.Reveal };
        return async (file, ct) =>
        {
            using var service = new FlexService(options, query.Reveal, responses, time);
            await service.FetchAsync(file, ct);
        };
    }
}
