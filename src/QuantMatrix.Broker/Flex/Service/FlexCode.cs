using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>What follows from a code the Flex service answers in place of a report.</summary>
/// <param name="Number">Null when the service told none.</param>
/// <param name="Waits">Before the same request is put again.</param>
/// <param name="Failure">What it ends as once that is over.</param>
/// <param name="Advice">What the user can do.</param>
internal sealed record FlexCode(int? Number, FlexRetrySchedule Waits, Func<string, Exception> Failure, string Advice)
{
    private const string Later = "a later run may be served";
    private const string Settings = "in the Client Portal under Performance & Reports > Flex Queries";

    private static readonly FlexCode[] Known =
    [
        new(1001, FlexRetrySchedule.Busy, Temporary, Later),
        new(1003, FlexRetrySchedule.Once, Unfit, $"the period of the query may hold no statement yet; run the query {Settings} and look what it gives"),
        new(1004, FlexRetrySchedule.None, Temporary, Later),
        new(1005, FlexRetrySchedule.None, Temporary, Later),
        new(1006, FlexRetrySchedule.None, Temporary, Later),
        new(1007, FlexRetrySchedule.None, Temporary, Later),
        new(1008, FlexRetrySchedule.None, Temporary, Later),
        new(1009, FlexRetrySchedule.Busy, Temporary, Later),
        new(1010, FlexRetrySchedule.None, Configuration, $"expected in IBKR_FLEX_QUERY_ID the id of an Activity Flex Query; make one {Settings}"),
        new(1011, FlexRetrySchedule.None, Configuration, $"switch the Flex Web Service on {Settings} and put its token into IBKR_FLEX_TOKEN"),
        new(1012, FlexRetrySchedule.None, Configuration, $"make a new token {Settings} and put it into IBKR_FLEX_TOKEN"),
        new(1013, FlexRetrySchedule.None, Configuration, "the token in IBKR_FLEX_TOKEN is bound to other IP addresses; make one for this machine"),
        new(1014, FlexRetrySchedule.None, Configuration, $"expected in IBKR_FLEX_QUERY_ID the id of a query listed {Settings}"),
        new(1015, FlexRetrySchedule.None, Configuration, $"expected in IBKR_FLEX_TOKEN the token shown {Settings}"),
        new(1016, FlexRetrySchedule.None, Configuration, $"expected in IBKR_FLEX_QUERY_ID a query over accounts the token may see; look at it {Settings}"),
        new(1017, FlexRetrySchedule.None, Configuration, "a new request gave no better one; see whether IBKR_FLEX_TOKEN is this user's, and QM_IBKR_URL where it is set") { OrdersAnew = true },
        new(1018, FlexRetrySchedule.Throttled, Temporary, $"others may be using the same token; {Later}"),
        new(1019, FlexRetrySchedule.Busy, Temporary, Later),
        new(1020, FlexRetrySchedule.None, Configuration, "see whether IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID are complete and belong together"),
        new(1021, FlexRetrySchedule.None, Temporary, Later),
    ];

    /// <summary>The reference is worth nothing: the report is ordered once more.</summary>
    public bool OrdersAnew { get; private init; }

    /// <summary>Of an unknown code its status tells whether it may pass.</summary>
    public static FlexCode Of(FlexStatus status)
    {
        int? number = int.TryParse(status.ErrorCode, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : null;
        return Known.FirstOrDefault(c => c.Number == number)
            ?? (status.IsWarning ? new(number, FlexRetrySchedule.None, Temporary, Later) : new(number, FlexRetrySchedule.None, Unfit, $"not known here; run the query {Settings} and look what it gives"));
    }

    private static TemporaryException Temporary(string message) => new(message);

    private static ConfigurationException Configuration(string message) => new(message);

    private static DataUnfitException Unfit(string message) => new(message);
}
