using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>One report of the Flex service: ordered, waited for, saved.</summary>
internal sealed class FlexStatementRequest
{
    private const string Version = "3";

    private readonly ProviderClient client;
    private readonly ProviderOptions options;
    private readonly string token, queryId;
    private readonly FlexTimeouts patience;
    private readonly FlexSecrets secrets = new();

    public FlexStatementRequest(ProviderClient client, ProviderOptions options, string token, string queryId, TimeProvider time)
    {
        (this.client, this.options, this.token, this.queryId) = (client, options, token, queryId);
        patience = new(time);
        secrets.Add(token);
        secrets.Add(queryId);
    }

    /// <exception cref="TemporaryException">The service is not ready, or not itself.</exception>
    /// <exception cref="ConfigurationException">The token, the query or the address is wrong.</exception>
    /// <exception cref="DataUnfitException">There is no such statement.</exception>
    public async Task SaveAsync(string path, CancellationToken ct)
    {
        if (await TrySaveAsync(path, ct) is null) return;
        if (await TrySaveAsync(path, ct) is { } lost) throw FailureOf(lost);
    }

    /// <summary>Null when the report is saved, else why it has to be ordered anew.</summary>
    private async Task<FlexStatus?> TrySaveAsync(string path, CancellationToken ct)
    {
        var ordered = await AskUntilReadyAsync($"{options.BaseAddress}/SendRequest", queryId, path: null, ct);
        if (ordered is not { IsSuccess: true }) return ordered;
        if (ordered.ReferenceCode.Length == 0) throw NotItself("success without a reference code");
        secrets.Add(ordered.ReferenceCode);
        var fetched = await AskUntilReadyAsync(FlexAddress.Of(options, ordered.Url, secrets.Hide), ordered.ReferenceCode, path, ct);
        return fetched is { IsSuccess: true } ? throw NotItself("success without a report") : fetched;
    }

    /// <summary>Null when the report is saved, else success or why the report has to be ordered anew.</summary>
    /// <param name="path">Where a report goes; null when none is expected.</param>
    private async Task<FlexStatus?> AskUntilReadyAsync(string address, string question, string? path, CancellationToken ct)
    {
        var url = new Uri($"{address}?t={Uri.EscapeDataString(token)}&q={Uri.EscapeDataString(question)}&v={Version}");
        var waits = new Dictionary<FlexRetrySchedule, int>();
        while (true)
        {
            var status = await AskAsync(url, path, ct);
            if (status is null or { IsSuccess: true }) return status;
            var code = FlexCode.Of(status);
            if (code.OrdersAnew) return status;
            var before = waits.GetValueOrDefault(code.Waits);
            if (code.Waits.After(before) is not { } length || !await patience.WaitAsync(length, ct)) throw FailureOf(status);
            waits[code.Waits] = before + 1;
        }
    }

    private async Task<FlexStatus?> AskAsync(Uri url, string? path, CancellationToken ct)
    {
        try
        {
            return await client.GetStreamAsync(url, (body, stop) => ReadAsync(body, path, stop), secrets.Hide, ct);
        }
        catch (ProviderException e)
        {
            throw e.Kind == FaultKind.Transient || client.Tally.IsDown ? new TemporaryException($"{FlexService.Provider}: {e.Message}")
                : new ConfigurationException($"{FlexService.Provider}: {e.Message}; expected the Flex service at {secrets.Hide(options.BaseAddress)}; see QM_IBKR_URL");
        }
    }

    private async Task<FlexStatus?> ReadAsync(Stream body, string? path, CancellationToken ct)
    {
        try
        {
            var answer = await FlexResponse.ReadAsync(body, secrets.Hide, ct);
            if (answer.Status is { } status) return status;
            if (path is null) throw new ProviderException(FaultKind.Transient, "found a report that was not ordered yet; expected a status");
            await answer.SaveAsync(body, path, ct);
            return null;
        }
        catch (ProviderException e) when (e.Kind != FaultKind.Transient)
        {
            throw new DataUnfitException($"{FlexService.Provider}: {e.Message}; expected a shorter report, of fewer sections or a shorter period");
        }
    }

    private Exception FailureOf(FlexStatus status)
    {
        var code = status.ErrorCode.Length > 0 ? $"code {status.ErrorCode}" : "no code";
        var said = ErrorText.OneLine(secrets.Hide($"{code} ({status.ErrorMessage})"));
        var found = FlexCode.Of(status);
        return found.Failure($"{FlexService.Provider}: {said}: {found.Advice}");
    }

    private static TemporaryException NotItself(string found) =>
        new($"{FlexService.Provider}: the service is not itself: found {found}; a later run may be served");
}
