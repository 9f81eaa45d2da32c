using System.Globalization;
using System.Text;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Http;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A client of a local Flex server that replies in sequence, with a temporary directory for the report.</summary>
internal sealed class FlexTrial : IDisposable
{
    public const string Token = "988776655443322110099887", QueryId = "7654321098", Reference = "1234567890";
    public const string Base = "/AccountManagement/FlexWebService";

    public static readonly ProviderReply Report =
        ProviderReply.Of("<FlexQueryResponse queryName=\"Test\"><FlexStatements count='0'></FlexStatements></FlexQueryResponse>\n");

    public static readonly ProviderReply Sent =
        Success($"<ReferenceCode>{Reference}</ReferenceCode><Url>https://gdcdyn.interactivebrokers.com{Base}/GetStatement</Url>");

    private static readonly string[] Secrets = [Token, QueryId, Reference];
    private readonly TempFolder folder = new();
    private FlexService? service;

    /// <param name="replies">Replies in call order; the last one repeats.</param>
    public FlexTrial(params ProviderReply[] replies) : this(call => replies[Math.Min(call.Number, replies.Length) - 1])
    {
    }

    public FlexTrial(Func<ProviderCall, ProviderReply> script)
    {
        (Server, Query) = (new(script), new(() => Token, () => QueryId, new(Clock)));
        Options = FlexService.Defaults with
        {
            BaseUrl = new(Server.Url, Base),
            CallsPerMinute = 1_000_000,
            Retries = 2,
            RetryDelay = TimeSpan.Zero,
            DefaultRetryAfter = TimeSpan.FromMilliseconds(1),
        };
    }

    public ImpatientClock Clock { get; } = new();

    public ProviderServer Server { get; }

    public ProviderOptions Options { get; set; }

    public FlexQuery Query { get; init; }

    /// <summary>Where the report is saved.</summary>
    public string Path => folder["raw", "ibkr", "report.xml"];

    public string Draft => Path + ".part";

    /// <summary>Paths called, relative to the base.</summary>
    public IReadOnlyList<string> Asked => [.. Server.Calls.Select(c => c.Path[Base.Length..])];

    public static ProviderReply Success(string more) => ProviderReply.Of(
        $"<FlexStatementResponse timestamp='28 August, 2012 10:37 AM EDT'><Status>Success</Status>{more}</FlexStatementResponse>");

    public static ProviderReply Status(string status, object code, string message = "Message of the broker.") =>
        ProviderReply.Of(string.Create(CultureInfo.InvariantCulture,
            $"<FlexStatementResponse><Status>{status}</Status><ErrorCode>{code}</ErrorCode><ErrorMessage>{message}</ErrorMessage></FlexStatementResponse>"));

    /// <summary>The days to ask for; null for those of the query.</summary>
    public FlexDays? Days { get; init; }

    public Task FetchAsync(CancellationToken ct = default) =>
        (service ??= new(Options, Query, new KeysInMemory(Clock), Clock)).FetchAsync(Path, Days, ct);

    /// <summary>Fetches and asserts that exactly this is saved.</summary>
    public async Task FetchesAsync(ProviderReply report)
    {
        await FetchAsync();
        (await File.ReadAllBytesAsync(Path)).SequenceEqual(report.Body).ShouldBeTrue();
        File.Exists(Draft).ShouldBeFalse();
    }

    /// <summary>Fetches, expects a failure and asserts that nothing is saved and no secret is shown.</summary>
    /// <returns>The message.</returns>
    public async Task<string> FailsAsync<T>(Task? fetch = null) where T : Exception
    {
        var fault = await Should.ThrowAsync<T>(fetch ?? FetchAsync());
        fault.ShouldBeOfType<T>();
        ShouldContainNoSecret(fault.ToString());
        (File.Exists(Path), File.Exists(Draft)).ShouldBe((false, false));
        return fault.Message;
    }

    /// <summary>Not even half of one.</summary>
    public static void ShouldContainNoSecret(string text)
    {
        foreach (var secret in Secrets) text.ShouldNotContain(secret[..(secret.Length / 2 + 1)]);
    }

    /// <summary>Everything secret in a request.</summary>
    public static string Echo(ProviderCall call) => $"{call.Target} {Token} {QueryId} {call["q"]}";

    public void Dispose()
    {
        service?.Dispose();
        Server.Dispose();
        folder.Dispose();
    }
}
