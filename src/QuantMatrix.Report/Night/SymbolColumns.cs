namespace QuantMatrix.Report.Night;

/// <summary>A column of the table of all symbols.</summary>
/// <param name="Key">In filters and in the CSV.</param>
/// <param name="Label">In the head.</param>
/// <param name="Title">In the drawer.</param>
/// <param name="Source">The column of <c>features</c> or of <see cref="NightReport.Symbols"/>.</param>
public sealed record SymbolColumn(string Key, string Label, string Title, string Source, int Digits)
{
    /// <summary>Shown in the drawer and the CSV only.</summary>
    public bool IsExtra { get; init; }

    internal SymbolColumnKind Kind { get; init; }

    internal PageCell CellOf(ReportRow row) => Kind switch
    {
        SymbolColumnKind.Text => PageCell.Text(row.Text(Source)),
        SymbolColumnKind.Label => PageCell.Text(row.Text(Source).ToLowerInvariant()),
        SymbolColumnKind.Price => new(Figures.Price(row.Number(Source))),
        SymbolColumnKind.Change => PageCell.Change(row.Number(Source), Digits),
        SymbolColumnKind.Signed => new(Figures.Signed(row.Number(Source), Digits)),
        SymbolColumnKind.Millions => new(Figures.Plain(row.Number(Source) / 1e6, Digits)),
        SymbolColumnKind.Stage => Stages.CellOf(row.Text(Source)),
        _ => PageCell.Number(row.Number(Source), Digits),
    };
}

internal enum SymbolColumnKind { Number, Text, Label, Price, Change, Signed, Millions, Stage }

/// <summary>The columns of the table of all symbols, after symbol, name and sector.</summary>
public static class SymbolColumns
{
    public static IReadOnlyList<SymbolColumn> All { get; } =
    [
        new("name", "Name", "Name", "name", 0) { Kind = SymbolColumnKind.Text },
        new("sector", "Sector", "Sector", "sector", 0) { Kind = SymbolColumnKind.Text },
        new("close", "Close", "Close", "close", 2) { Kind = SymbolColumnKind.Price },
        Change("d1", "1 d %", "1 day %", "perf_1d"), Change("d5", "5 d %", "5 days %", "perf_5d"), Change("d20", "20 d %", "20 days %", "perf_20d"),
        Change("d60", "60 d %", "60 days %", "perf_60d"), Change("y1", "1 y %", "1 year %", "perf_252d"),
        new("rsi", "RSI", "RSI 14", "rsi_14", 0),
        Signed("sma50", "vs 50 %", "Close vs SMA 50 %", "pct_dist_sma_50"), Signed("sma200", "vs 200 %", "Close vs SMA 200 %", "pct_dist_sma_200"),
        Signed("high", "Off high %", "Off the 52-week high %", "drawdown_52w"),
        new("atr", "ATR %", "ATR 14 %", "atrp_14", 1),
        Signed("rs", "RS %", "Mansfield RS %", "rs_mansfield_pct"),
        new("rank", "Rank", "RS rank", "rs_rank", 0),
        new("vol", "Vol ×", "Volume × its mean of 50", "volume_ratio_50", 1),
        new("stage", "Stage", "Stage", "stage_label", 0) { Kind = SymbolColumnKind.Stage },
        Change("ytd", "YTD %", "Year to date %", "perf_ytd") with { IsExtra = true },
        new("ma", "Averages", "Averages", "ma_bucket", 0) { Kind = SymbolColumnKind.Label, IsExtra = true },
        Extra("adx", "ADX 14", "adx_14", 0), Extra("beta", "Beta", "beta_252", 2),
        Extra("tdb", "TD buy setup", "td_buy_setup", 0), Extra("tds", "TD sell setup", "td_sell_setup", 0),
        Extra("tdbc", "TD buy countdown", "td_buy_countdown", 0), Extra("tdsc", "TD sell countdown", "td_sell_countdown", 0),
        Extra("gaps_below", "Open gaps below", "gaps_unfilled_up", 0), Extra("gaps_above", "Open gaps above", "gaps_unfilled_down", 0),
        Extra("size", "Turnover, millions a day", "dollar_volume", 1) with { Kind = SymbolColumnKind.Millions },
    ];

    private static SymbolColumn Change(string key, string label, string title, string source) => new(key, label, title, source, 1)
    {
        Kind = SymbolColumnKind.Change,
    };

    private static SymbolColumn Signed(string key, string label, string title, string source) => new(key, label, title, source, 1)
    {
        Kind = SymbolColumnKind.Signed,
    };

    private static SymbolColumn Extra(string key, string title, string source, int digits) => new(key, title, title, source, digits) { IsExtra = true };
}

/// <summary>Weinstein's stages as badges.</summary>
internal static class Stages
{
    public static PageCell CellOf(string label) =>
        label is "1" or "2" or "3" or "4" ? new($"<i class=\"st s{label}\">{label}</i>", "c") : new(Figures.None, "c");

    public static string NameOf(string label) => label switch
    {
        "1" => "basing",
        "2" => "advancing",
        "3" => "topping",
        "4" => "declining",
        _ => "",
    };
}
