using System.Collections.Frozen;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Symbols of share classes, preferred shares, units, warrants and rights in the form of each provider.</summary>
/// <remarks>
/// The canonical form is that of Yahoo: <c>BRK-B</c>, <c>BAC-PL</c>, <c>XYZ-UN</c>, <c>XYZ-WT</c>, <c>XYZ-RI</c>. The consolidated tape (CMS) writes
/// <c>BRK B</c>, <c>BAC PRL</c>, <c>XYZ U</c>, <c>XYZ WS</c>, <c>XYZ RT</c>. Nasdaq's five-letter symbols have no suffix and are the same everywhere.
/// </remarks>
internal static class ProviderSymbols
{
    private static readonly Form Dashed = new("-", "-P", "-UN", "-WT", "-RI", BeforeSeries: "");

    private static readonly FrozenDictionary<string, Form> Forms = new Dictionary<string, Form>
    {
        [Yahoo.Provider] = Dashed,
        [Fmp.Provider] = Dashed,
        [Eodhd.Provider] = Dashed,
        [Tiingo.Provider] = new("-", "-P", "-U", "-WS", "-R", BeforeSeries: "-"),
        [TwelveData.Provider] = new(".", ".PR", ".U", ".WS", ".R", BeforeSeries: "."),
    }.ToFrozenDictionary();

    /// <summary>What a suffix stands for, in any form; a letter for the series may follow those of preferred shares and warrants.</summary>
    private static readonly (string Suffix, SecurityKind Kind, bool HasSeries)[] Readings =
    [
        ("PR", SecurityKind.Preferred, true), ("P", SecurityKind.Preferred, true),
        ("UN", SecurityKind.Unit, false), ("U", SecurityKind.Unit, false),
        ("WT", SecurityKind.Warrant, true), ("WS", SecurityKind.Warrant, true), ("W", SecurityKind.Warrant, false),
        ("RI", SecurityKind.Right, false), ("RT", SecurityKind.Right, false), ("R", SecurityKind.Right, false),
    ];

    private enum SecurityKind
    {
        ShareClass,
        Preferred,
        Unit,
        Warrant,
        Right,
    }

    /// <summary>The symbol as the provider writes it.</summary>
    /// <param name="symbol">In any form.</param>
    public static string Of(string provider, string symbol)
    {
        var (root, kind, series) = Read(symbol);
        var form = Forms[provider];
        if (kind == SecurityKind.ShareClass) return series.Length == 0 ? root : root + form.ShareClass + series;
        var suffix = kind switch
        {
            SecurityKind.Preferred => form.Preferred,
            SecurityKind.Unit => form.Unit,
            SecurityKind.Warrant => form.Warrant,
            _ => form.Right,
        };
        return root + suffix + (series.Length == 0 ? "" : form.BeforeSeries + series);
    }

    /// <summary>Whether two symbols, each in any form, are of the same security.</summary>
    public static bool AreSame(string one, string other) => one == other || Read(one) == Read(other);

    private static (string Root, SecurityKind Kind, string Series) Read(string symbol)
    {
        var parts = symbol.Trim().ToUpperInvariant().Split('-', '.', ' ', '/');
        var suffix = string.Concat(parts.Skip(1));
        // The R is the series of BAC-PR and BAC-P-R; elsewhere PR is a preferred share without a series.
        if (suffix == "PR" && (parts.Length == 3 || symbol.Contains('-'))) return (parts[0], SecurityKind.Preferred, "R");
        foreach (var (text, kind, hasSeries) in Readings)
            if (suffix == text || (hasSeries && suffix.Length == text.Length + 1 && suffix.StartsWith(text, StringComparison.Ordinal)))
                return (parts[0], kind, suffix[text.Length..]);
        return (parts[0], SecurityKind.ShareClass, suffix);
    }

    /// <summary>The suffixes of one provider, with their separators.</summary>
    private sealed record Form(string ShareClass, string Preferred, string Unit, string Warrant, string Right, string BeforeSeries);
}
