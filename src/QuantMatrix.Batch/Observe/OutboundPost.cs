using System.Net;
using System.Text;
using Polly;
using Polly.Retry;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Observe;

/// <summary>Posts to an address that contains a token. A failure is a warning, which never shows the address.</summary>
/// <param name="variable">The variable of the address, for messages.</param>
internal sealed class OutboundPost(Secret address, string variable, TextWriter warnings) : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Limit };

    private readonly ResiliencePipeline retries = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(e => e.StatusCode is null or >= HttpStatusCode.InternalServerError),
        MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(500), BackoffType = DelayBackoffType.Exponential,
    }).Build();

    public string Variable => variable;

    public Uri Address { get; } = new(address.Reveal());

    /// <param name="url">The address, or one below it.</param>
    public async Task SendAsync(Uri url, string body, string mediaType, CancellationToken ct)
    {
        try
        {
            await retries.ExecuteAsync(async token =>
            {
                using var content = new StringContent(body, Encoding.UTF8, mediaType);
                using var response = await http.PostAsync(url, content, token);
                response.EnsureSuccessStatusCode();
            }, ct);
        }
        catch (HttpRequestException e)
        {
            await WarnAsync(e.StatusCode is { } status ? $"HTTP {(int)status}" : (e.InnerException ?? e).Message);
        }
        catch (OperationCanceledException)
        {
            await WarnAsync($"no response within {Limit.TotalSeconds:0} s");
        }
    }

    public void Dispose() => http.Dispose();

    private Task WarnAsync(string reason) => warnings.WriteLineAsync($"{variable}: {address.RemoveFrom(reason)}; the run is not affected");
}
