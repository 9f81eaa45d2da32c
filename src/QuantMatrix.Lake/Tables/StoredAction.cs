using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>corporate_actions</c>: a split, a dividend or an adjustment. Several dividends of one ex-date are several rows.</summary>
/// <param name="Day">Ex-date, days since 1970-01-01.</param>
/// <param name="Kind"><c>split</c>, <c>dividend</c>, or <c>adjustment</c> of the total-return closes before the date.</param>
/// <param name="Value">Split ratio (new shares per old share), cash per share on the basis of the stored closes, or factor of an adjustment.</param>
/// <param name="Source">The provider that reported it first.</param>
/// <param name="Status"><see cref="Applied"/> when the stored prices reflect it, else <see cref="Pending"/>.</param>
public sealed record StoredAction(string Symbol, int Day, string Kind, double Value, string Source, string Status, string RunId)
{
    public const string Applied = "applied", Pending = "pending";

    internal const string Dividend = "dividend", Adjustment = "adjustment";

    /// <summary>By <see cref="ActionKind"/>.</summary>
    private static readonly string[] Kinds = ["split", Dividend, Adjustment];

    /// <summary>Rows of one symbol, ex-date and kind are replaced together, so that a restated amount leaves no old one behind.</summary>
    internal (string Symbol, int Day, string Kind) Key => (Symbol, Day, Kind);

    internal bool IsAdjustmentOf(IReadOnlySet<string> symbols) => Kind == Adjustment && symbols.Contains(Symbol);

    public static StoredAction Of(RecordedAction recorded, string runId) => new(recorded.Action.Symbol, Model.Day.Of(recorded.Action.ExDate),
        Kinds[(int)recorded.Action.Kind], recorded.Action.Value, recorded.Action.Source, recorded.IsApplied ? Applied : Pending, runId);

    public RecordedAction ToRecorded() =>
        new(new(Symbol, Model.Day.Date(Day), (ActionKind)Array.IndexOf(Kinds, Kind), Value, Source), Status == Applied);

    public static readonly RowTable<StoredAction> Table = new("corporate_actions",
        new RowColumns<StoredAction>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.Day).Text("kind", r => r.Kind)
            .Number("value", r => r.Value).Text(BarField.Source, r => r.Source).Text("status", r => r.Status).Text("run_id", r => r.RunId),
        row => new(row.Text(0), row.Date(1), row.Text(2), row.Number(3), row.Text(4), row.Text(5), row.Text(6)));
}
