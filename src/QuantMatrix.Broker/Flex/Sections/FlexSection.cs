using QuantMatrix.Model;
using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>A section of a statement: which of its elements are rows of a table, and of which columns.</summary>
/// <param name="Container">The element around the rows; empty for one that stands alone.</param>
/// <param name="Element">The rows.</param>
internal sealed record FlexSection(string Container, string Element, string Name, string Comment, IReadOnlyList<string> Key, IReadOnlyList<FlexColumn> Own)
{
    public const string Level = "levelOfDetail";

    private static readonly string[] Sums = ["SUMMARY", "LOT"];

    /// <summary>The level of detail taken; null for all but sums and lots, which tell the same money again.</summary>
    public string? LevelTaken { get; init; }

    /// <summary>Whether a row that names no level is one of these.</summary>
    public bool TakesNoLevel { get; init; } = true;

    /// <summary>A currency that stands for the sum over all of them and is left out.</summary>
    public string? CurrencyLeftOut { get; init; }

    /// <summary>The columns that tell one row from another where the broker gives no id.</summary>
    public IReadOnlyList<string> Identity { get; init; } = [];

    public RowRetention RowRetention { get; init; }

    /// <summary>The account and the time of the statement around what is the section's own.</summary>
    public IReadOnlyList<FlexColumn> Columns { get; } =
    [
        Text("account_id", "The broker's account").Required() with { Form = FlexFormat.Account, Attributes = [] }, .. Own,
        Clock("generated_at", "When the broker made the statement the row is from, broker's clock").Required() with { Form = FlexFormat.Generated, Attributes = [] },
    ];

    public Table Table => new(Name, Comment, Key, [.. Columns.Select(c => c.Shape)]) { RowRetention = RowRetention };

    /// <param name="isSum">The row belongs to no account.</param>
    public bool Takes(string? level, string? currency, bool isSum = false) =>
        (level is null ? TakesNoLevel && !(isSum && LevelTaken is not null) : LevelTaken is null ? !Sums.Contains(level) : level == LevelTaken) && (CurrencyLeftOut is null || currency != CurrencyLeftOut);

    /// <summary>What a row is about.</summary>
    public static IReadOnlyList<FlexColumn> Instrument { get; } =
    [
        Whole("conid", "The broker's contract id"),
        Text("symbol", "Of an equity the ticker in canonical form, else as the broker writes it") with { Form = FlexFormat.Symbol },
        Text("broker_symbol", "As the broker writes it", "symbol"),
        Text("asset_category", "STK, OPT, FUT, FOP, BOND, FUND, CFD, CASH …"),
        Text("sub_category", "COMMON, ETF, ADR …"),
        Text("description", "The broker's words"),
        Text("isin", "International securities identification number"),
        Text("listing_exchange", "Where it is listed"),
        Text("underlying_symbol", "Of a derivative, as the broker writes it"),
        Number("multiplier", "Units of the underlying a contract stands for"),
        Number("strike", "Of an option, quote currency"),
        Date("expiry", "Of a derivative"),
        Text("put_call", "P or C"),
    ];

    /// <summary>The days a row is about.</summary>
    public static IReadOnlyList<FlexColumn> Period { get; } = [Date("from_date", "First day").Required(), Date("to_date", "Last day").Required()];

    /// <summary>What amounts are in.</summary>
    public static IReadOnlyList<FlexColumn> Money { get; } =
    [
        Text("currency", "Of every amount of the row, unless it says base"),
        Number("fx_rate_to_base", "One unit of the currency in the account's base currency"),
    ];
}
