using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A live night in which a symbol has no bar, so that a unit stays open.</summary>
internal sealed class UnitScenario : FaultScenario
{
    private const int Session = 280;

    private readonly LiveNights nights = new("yahoo", symbols: 3);

    public UnitScenario()
    {
        nights.ServeUpTo(Session);
        nights.Returned = (bar, symbol, _) => symbol == "S02" && bar.Day == Model.Day.Of(nights.Tonight) ? null : bar;
    }

    public override bool IsRun => true;

    public override string Replay => nights.Trial.Replay;

    public override IReadOnlyList<string> Arguments =>
        ["run", LiveNights.Job, "--jobs", nights.Jobs, "--set", $"{LiveNights.Job}.symbols=S00,S01,S02", "--as-of", $"{nights.Sessions[Session]:yyyy-MM-dd}"];

    public override IReadOnlyList<string> Variables => [.. nights.Trial.Variables.Select(v => $"{v.Key}={v.Value}")];

    public override async Task ShouldBeCompleteAsync()
    {
        await RowsAsync("SELECT symbol, date, state FROM units", [$"S02,{nights.Tonight:yyyy-MM-dd},missing"]);
        using var undisturbed = new UnitScenario();
        await undisturbed.AgainAsync();
        ContentHash.Of(Data).ShouldBe(ContentHash.Of(undisturbed.Data));
    }

    public override void Dispose()
    {
        nights.Dispose();
        base.Dispose();
    }

    protected override Trial Trial() => new() { Data = Data, Replay = Replay, Variables = nights.Trial.Variables };

    private async Task RowsAsync(string query, IReadOnlyList<string> rows)
    {
        using var trial = Trial();
        (await trial.SqlAsync(query)).ShouldBe(rows);
    }
}
