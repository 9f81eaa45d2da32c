using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>The protocol for one report: SendRequest returns a reference code, GetStatement is polled with it until the report is ready.</summary>
internal sealed class FlexStatementRequest
{
    private const string Version = "3";

    private readonly ProviderClient client;
    private readonly ProviderOptions options;
    private readonly FlexQuestion question;
    private readonly FlexDeadline deadline;
    private readonly FlexSecrets secrets = new();

    public FlexStatementRequest(ProviderClient client, ProviderOptions options, FlexQuestion question, TimeProvider time)
    {
        (this.client, this.options, this.question) = (client, options, question);
        deadline = new(time);
        secrets.Add(question.Query.Token());
        secrets.Add(question.Query.Id());
    }

    /// <exception cref="TemporaryException">The report is not ready, or the service is unavailable.</exception>
    /// <exception cref="ConfigurationException">The token, the query id or the address is wrong.</exception>
    /// <exception cref="DataUnfitException">The statement does not exist, or the report is too long.</exception>
    public async Task SaveAsync(string path, CancellationToken ct)
    {
        if (await TrySaveAsync(path, ct) is null) return;
        if (await TrySaveAsync(path, ct) is { } stale) throw FailureOf(stale);
    }

    /// <summary>Null when the report is saved, otherwise the status that calls for a new request.</summary>
    private async Task<FlexStatus?> TrySaveAsync(string path, CancellationToken ct)
    {
        var requested = await PollAsync($"{options.BaseAddress}/SendRequest", question.Query.Id(), path: null, ct);
        if (requested is not { IsSuccess: true }) return requested;
        if (requested.ReferenceCode.Length == 0) throw Unexpected("success without a reference code");
        secrets.Add(requested.ReferenceCode);
        var fetched = await PollAsync(FlexAddress.Of(options, requested.Url, secrets.Redact), requested.ReferenceCode, path, ct);
        return fetched is { IsSuccess: true } ? throw Unexpected("success without a report") : fetched;
    }

    /// <summary>Repeats a call as its error codes allow. Null when the report is saved, otherwise success or a stale reference.</summary>
    /// <param name="path">Where to save a report; null when none is expected.</param>
    private async Task<FlexStatus?> PollAsync(string address, string query, string? path, CancellationToken ct)
    {
        var days = path is null && question.Days is { } d ? $"&fd={d.From:yyyyMMdd}&td={d.To:yyyyMMdd}" : "";
        var url = new Uri($"{address}?t={Uri.EscapeDataString(question.Query.Token())}&q={Uri.EscapeDataString(query)}&v={Version}{days}");
        var waits = new Dictionary<FlexRetrySchedule, int>();
        while (true)
        {
            var status = await CallAsync(url, path, ct);
            if (status is null or { IsSuccess: true }) return status;
            var code = FlexCode.Of(status);
            if (code.IsStaleReference) return status;
            var waited = waits.GetValueOrDefault(code.Retry);
            if (code.Retry.After(waited) is not { } delay || !await deadline.WaitAsync(delay, ct)) throw FailureOf(status);
            waits[code.Retry] = waited + 1;
        }
    }

    private async Task<FlexStatus?> CallAsync(Uri url, string? path, CancellationToken ct)
    {
        await question.Query.Calls.WaitAsync(ct);
        try
        {
            return await client.GetStreamAsync(url, (body, stop) => ReadAsync(body, path, stop), secrets.Redact, ct);
        }
        catch (ProviderException e)
        {
            throw e.Kind == FaultKind.Transient || e.RetryAfter is not null || client.Tally.IsDown
                ? new TemporaryException($"{FlexService.Provider}: {e.Message}")
                : new ConfigurationException(
                    $"{FlexService.Provider}: {e.Message}; expected the Flex service at {secrets.Redact(options.BaseAddress)}; see QM_IBKR_URL");
        }
    }

    private async Task<FlexStatus?> ReadAsync(Stream body, string? path, CancellationToken ct)
    {
        try
        {
            var response = await FlexResponse.ReadAsync(body, secrets.Redact, ct);
            if (response.Status is { } status) return status;
            if (path is null) throw new ProviderException(FaultKind.Transient, "found a report in response to SendRequest; expected a status");
            await response.SaveAsync(body, path, ct);
            return null;
        }
        catch (ProviderException e) when (e.Kind != FaultKind.Transient)
        {
            throw new DataUnfitException($"{FlexService.Provider}: {e.Message}; expected a shorter report: choose fewer sections or a shorter period");
        }
    }

    private Exception FailureOf(FlexStatus status)
    {
        var number = status.ErrorCode.Length > 0 ? $"code {status.ErrorCode}" : "no code";
        var error = ErrorText.OneLine(secrets.Redact($"{number} ({status.ErrorMessage})"));
        var code = FlexCode.Of(status);
        return code.Failure($"{FlexService.Provider}: {error}: {code.Advice(question.Query)}");
    }

    private static TemporaryException Unexpected(string found) =>
        new($"{FlexService.Provider}: unexpected response: found {found}; try again later");
}

/// <summary>A report to request.</summary>
/// <param name="Days">Null for the period of the query.</param>
internal sealed record FlexQuestion(FlexQuery Query, FlexDays? Days);

/// <summary>The time limit for one report to become ready, shared by all waits for it.</summary>
internal sealed class FlexDeadline(TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly long started = time.GetTimestamp();

    /// <summary>Waits, at most until the deadline; false when the deadline has passed.</summary>
    public async Task<bool> WaitAsync(TimeSpan delay, CancellationToken ct)
    {
        var left = Limit - time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero) return false;
        await Task.Delay(delay < left ? delay : left, time, ct);
        return true;
    }
}

/// <summary>Secrets that messages must not contain: the token, the query id and the reference codes.</summary>
internal sealed class FlexSecrets
{
    private string[] texts = [];

    /// <summary>Adds a secret, plain and URL-encoded.</summary>
    public void Add(string text)
    {
        if (text.Length > 0) texts = [.. texts.Append(text).Append(Uri.EscapeDataString(text)).Distinct().OrderByDescending(t => t.Length)];
    }

    /// <summary>Replaces the longest secrets first, because one may be part of another.</summary>
    public string Redact(string text) => texts.Aggregate(text, (left, secret) => left.Replace(secret, "***", StringComparison.OrdinalIgnoreCase));
}
