using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>An error code of the Flex service: whether to retry, which failure it becomes, and what the user can do.</summary>
/// <param name="Number">Null when the response has no numeric code.</param>
/// <param name="Retry">Waits before the same request is repeated.</param>
/// <param name="Failure">Exception once the retries are used up.</param>
internal sealed record FlexCode(int? Number, FlexRetrySchedule Retry, Func<string, Exception> Failure, Func<FlexQuery, string> Advice)
{
    private const string Settings = "in the Client Portal under Performance & Reports > Flex Queries";

    private static readonly Func<FlexQuery, string> Later = _ => "try again later";

    private static readonly FlexCode[] Known =
    [
        new(1001, FlexRetrySchedule.Busy, Temporary, Later),
        new(1003, FlexRetrySchedule.Once, Unfit, _ => $"the query's period may not contain a statement yet; run the query {Settings} and check its output"),
        new(1004, FlexRetrySchedule.None, Temporary, Later),
        new(1005, FlexRetrySchedule.None, Temporary, Later),
        new(1006, FlexRetrySchedule.None, Temporary, Later),
        new(1007, FlexRetrySchedule.None, Temporary, Later),
        new(1008, FlexRetrySchedule.None, Temporary, Later),
        new(1009, FlexRetrySchedule.Busy, Temporary, Later),
        new(1010, FlexRetrySchedule.None, Configuration, q => $"expected the id of an Activity Flex Query in {q.IdPlace}; create one {Settings}"),
        new(1011, FlexRetrySchedule.None, Configuration, q => $"enable the Flex Web Service {Settings} and put its token in {q.TokenPlace}"),
        new(1012, FlexRetrySchedule.None, Configuration, q => $"create a new token {Settings} and put it in {q.TokenPlace}"),
        new(1013, FlexRetrySchedule.None, Configuration,
            q => $"the token in {q.TokenPlace} is restricted to other IP addresses; create one for this machine"),
        new(1014, FlexRetrySchedule.None, Configuration, q => $"expected in {q.IdPlace} the id of a query listed {Settings}"),
        new(1015, FlexRetrySchedule.None, Configuration, q => $"expected in {q.TokenPlace} the token shown {Settings}"),
        new(1016, FlexRetrySchedule.None, Configuration,
            q => $"expected in {q.IdPlace} a query over accounts the token can access; check it {Settings}"),
        new(1017, FlexRetrySchedule.None, Configuration,
            q => $"a new request failed in the same way; check that the token in {q.TokenPlace} belongs to this user, and QM_IBKR_URL if set")
        {
            IsStaleReference = true,
        },
        new(1018, FlexRetrySchedule.Throttled, Temporary, q => $"another program may be using the same token; {Later(q)}"),
        new(1019, FlexRetrySchedule.Busy, Temporary, Later),
        new(1020, FlexRetrySchedule.None, Configuration,
            q => $"check that the token in {q.TokenPlace} and the query id in {q.IdPlace} are complete and belong together"),
        new(1021, FlexRetrySchedule.None, Temporary, Later),
    ];

    /// <summary>The reference code is invalid or expired: the report must be requested again.</summary>
    public bool IsStaleReference { get; private init; }

    /// <summary>Words of a limit that passes: a new code about one is no reason to change anything.</summary>
    private static readonly string[] Limits = ["attempt", "limit", "too many", "throttl", "exceeded", "try again"];

    /// <summary>An unknown code is temporary with status Warn, or with a message about attempts or limits; unfit otherwise.</summary>
    public static FlexCode Of(FlexStatus status)
    {
        int? number = int.TryParse(status.ErrorCode, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : null;
        var passes = status.IsWarning || Limits.Any(word => status.ErrorMessage.Contains(word, StringComparison.OrdinalIgnoreCase));
        return Known.FirstOrDefault(c => c.Number == number) ?? (passes
            ? new(number, FlexRetrySchedule.None, Temporary, Later)
            : new(number, FlexRetrySchedule.None, Unfit, _ => $"unknown code; run the query {Settings} and check its output"));
    }

    private static TemporaryException Temporary(string message) => new(message);

    private static ConfigurationException Configuration(string message) => new(message);

    private static DataUnfitException Unfit(string message) => new(message);
}

/// <summary>Waits between repetitions of the same request, in seconds.</summary>
/// <param name="Repeats">Whether the last wait is repeated indefinitely.</param>
internal sealed record FlexRetrySchedule(bool Repeats, params int[] Seconds)
{
    public static readonly FlexRetrySchedule None = new(false), Busy = new(true, 5, 10, 20, 30), Throttled = new(true, 10, 60), Once = new(false, 10);

    /// <summary>The wait after the given number of waits; null when the request is not repeated.</summary>
    public TimeSpan? After(int waits) =>
        waits < Seconds.Length ? TimeSpan.FromSeconds(Seconds[waits]) : Repeats ? TimeSpan.FromSeconds(Seconds[^1]) : null;
}
