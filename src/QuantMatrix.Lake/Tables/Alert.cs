using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>alerts</c>: an event of a symbol in a session, recorded once.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Kind">One of the constants.</param>
/// <param name="Name">The screen, the watch list, the column of the stage, or the side of a count.</param>
/// <param name="Detail">One phrase.</param>
/// <param name="Level">The level crossed; NaN for other kinds.</param>
/// <param name="Price">The close of the session; NaN when the symbol left a screen without a bar.</param>
/// <param name="RunId">The run that recorded it; empty in files of older versions.</param>
public sealed record Alert(int Day, string Symbol, string Kind, string Name, string Detail, double Level, double Price, string RunId = "")
{
    public const string ScreenEntered = "screen_entered", ScreenLeft = "screen_left", LevelCrossed = "level_crossed", StageChange = "stage_change",
        TdSetup9 = "td_setup_9", TdCountdown13 = "td_countdown_13";

    /// <summary>Alerts with the same key are one event.</summary>
    public (int, string, string, string, double) Key => (Day, Symbol, Kind, Name, Level);

    public static readonly RowTable<Alert> Table = new("alerts",
        new RowColumns<Alert>().Date(BarField.Date, r => r.Day).Text(BarField.Symbol, r => r.Symbol).Text("kind", r => r.Kind).Text("name", r => r.Name)
            .Text("detail", r => r.Detail).Number("level", r => r.Level).Number("price", r => r.Price).Text("run_id", r => r.RunId),
        row => new(row.Date(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Number(5), row.Number(6), row.Text(7)))
    {
        AddedColumn = ("run_id", ""),
    };
}
