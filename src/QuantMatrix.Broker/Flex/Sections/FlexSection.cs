using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>A section of a statement: which of its elements become rows of a table, and the columns of that table.</summary>
/// <param name="Container">The element around the rows; empty for a top-level element.</param>
/// <param name="Element">The element of a row.</param>
/// <param name="Own">The columns specific to the section.</param>
internal sealed record FlexSection(string Container, string Element, string Name, string Comment, IReadOnlyList<string> Key, IReadOnlyList<FlexColumn> Own)
{
    public const string Level = "levelOfDetail", Model = "model";

    private static readonly string[] Totals = ["SUMMARY", FlexLot.Level];

    /// <summary>The level of detail that is stored; null for every level but summaries and lots, which repeat the same amounts.</summary>
    public string? LevelOfDetail { get; init; }

    /// <summary>Whether rows without a level of detail are stored.</summary>
    public bool IncludesNoLevel { get; init; } = true;

    /// <summary>A pseudo-currency for the total over all currencies, whose rows are ignored.</summary>
    public string? ExcludedCurrency { get; init; }

    /// <summary>Columns that identify a row when the broker provides no id.</summary>
    public IReadOnlyList<string> Identity { get; init; } = [];

    public RowRetention RowRetention { get; init; }

    /// <summary>The sum that its rows must satisfy; null for none.</summary>
    public FlexSum? Sum { get; init; }

    /// <summary>The section's own columns between the account and the generation time of the statement.</summary>
    public IReadOnlyList<FlexColumn> Columns { get; } =
    [
        Text("account_id", "Account at the broker").Required() with { Format = FlexFormat.Account, Attributes = [] },
        ModelOf(Key),
        .. Own,
        Clock("generated_at", "When the broker generated the statement of the row, broker's local time").Required()
            with { Format = FlexFormat.Generated, Attributes = [] },
    ];

    public Table Table => new(Name, Comment, Key, [.. Columns.Select(c => c.Shape)])
    {
        RowRetention = RowRetention,
        MadeId = RowRetention == RowRetention.Always && Columns.FirstOrDefault(c => c.Format == FlexFormat.Id) is { } id ? new(id.Name, Identity) : null,
    };

    /// <summary>The name of the section in the Client Portal's spelling.</summary>
    public string Label => Container.Length > 0 ? Container : Element;

    /// <summary>Whether a row with this level of detail and currency is stored.</summary>
    /// <param name="isTotal">The row belongs to no account.</param>
    public bool Includes(string? level, string? currency, bool isTotal = false)
    {
        if (ExcludedCurrency is not null && currency == ExcludedCurrency) return false;
        if (level is null) return IncludesNoLevel && !(isTotal && LevelOfDetail is not null);
        return LevelOfDetail is null ? !Totals.Contains(level) : level == LevelOfDetail;
    }

    /// <summary>A query with breakout by model reports balances and positions once for each; transactions have identifiers of their own.</summary>
    private static FlexColumn ModelOf(IReadOnlyList<string> key)
    {
        var model = Text(Model, "Model portfolio, in a query with breakout by model; otherwise empty");
        return key.Contains(Model) ? model.Required() with { Format = FlexFormat.Model } : model;
    }

    /// <summary>Columns that describe the contract of a row.</summary>
    public static IReadOnlyList<FlexColumn> Instrument { get; } =
    [
        Whole("conid", "Contract id of the broker"),
        Text("symbol", "Canonical ticker of an equity, otherwise the broker's symbol") with { Format = FlexFormat.Symbol },
        Text("broker_symbol", "Symbol as the broker writes it", "symbol"),
        Text("asset_category", "STK, OPT, FUT, FOP, BOND, FUND, CFD, CASH …"),
        Text("sub_category", "COMMON, ETF, ADR …"),
        Text("description", "The broker's description"),
        Text("isin", "International Securities Identification Number"),
        Text("listing_exchange", "Listing exchange"),
        Text("underlying_symbol", "Underlying of a derivative, as the broker writes it"),
        Number("multiplier", "Contract multiplier"),
        Number("strike", "Strike price of an option, quote currency"),
        Date("expiry", "Expiration date of a derivative"),
        Text("put_call", "P put, C call"),
    ];

    /// <summary>The days covered by a row.</summary>
    public static IReadOnlyList<FlexColumn> Period { get; } =
    [
        Date("from_date", "First day").Required() with { Format = FlexFormat.FirstDay },
        Date("to_date", "Last day").Required() with { Format = FlexFormat.LastDay },
    ];

    /// <summary>The currency of amounts.</summary>
    public static IReadOnlyList<FlexColumn> Money { get; } =
    [
        Text("currency", "Currency of the row's amounts, unless stated to be base currency"),
        Number("fx_rate_to_base", "Value of one unit of the currency in the account's base currency") with { Format = FlexFormat.Rate },
    ];
}
