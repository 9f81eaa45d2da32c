using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Small catalogues with one column of every type and empty kernels.</summary>
internal static class TrialCatalogue
{
    public static Catalogue Small { get; } = new(Columns());

    /// <summary>The small catalogue plus two columns, one of them a head column.</summary>
    public static Catalogue Grown { get; } = new([.. Columns(), Of("cci_20", Unit.Ratio), Of("adx_14", Unit.Ratio, head: true)]);

    /// <summary>The small catalogue without one column.</summary>
    public static Catalogue Shrunk { get; } = new(Columns().Where(i => i.Outputs[0].Name != "high_52w"));

    /// <summary>The small catalogue with a column that depends on the run.</summary>
    public static Catalogue WithAge { get; } = new([.. Columns(), Of("age", Unit.Count, ofRun: true)]);

    /// <summary>The same catalogue from before that was known: the column is recorded, and stands outside the payload too.</summary>
    public static Catalogue WithRecordedAge { get; } = new([.. Columns(), Of("age", Unit.Count, head: true)]);

    /// <summary>The small catalogue with a column that depends on other symbols.</summary>
    public static Catalogue Ranked { get; } = new([.. Columns(), new([BarField.Close],
        [new Column("rank", Unit.Count, "Meaning of rank", "f(session)", "none") { IsCrossSectional = true }], 0, static (in KernelContext _) => { })]);

    /// <summary>As many columns as the real catalogue.</summary>
    public static Catalogue Wide(int columns) => new(Enumerable.Range(0, columns).Select(i => Of($"column_{i}", Unit.Ratio)));

    public static Indicator Of(string name, Unit unit, bool head = false, bool ofRun = false) => new([BarField.Close],
        [new Column(name, unit, $"Meaning of {name}", "f(close)", "none") { Head = head, IsOfRun = ofRun }], 0, static (in KernelContext _) => { });

    private static IEnumerable<Indicator> Columns() =>
    [
        Of("rsi_14", Unit.Ratio, head: true), Of("high_52w", Unit.Price), Of("history_bars", Unit.Count, head: true),
        Of("td_buy_complete", Unit.Flag), Of("ma_bucket", Unit.Label, head: true),
    ];
}
