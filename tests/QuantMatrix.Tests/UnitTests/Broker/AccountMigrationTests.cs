using System.Globalization;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A migration is proposed when a newer account has taken over every position, and only then.</summary>
public class AccountMigrationTests
{
    private static readonly BrokerAccount Old = Account("U1", "01-02", "01-09", "1:10 2:-5");

    /// <summary>The other account: first day, date of its positions, positions, transfers from U1 on a day.</summary>
    public static TheoryData<string, string, string, string?, bool> Cases => new()
    {
        { "01-12", "01-12", "1:10 2:-5", null, true },
        { "01-12", "01-13", "1:12 2:-5 3:1", null, true },
        { "01-12", "01-13", "1:10", null, false },
        { "01-12", "01-13", "1:9 2:-5", null, false },
        { "01-12", "01-13", "1:10 2:5", null, false },
        { "01-09", "01-13", "1:10 2:-5", null, false },
        { "01-02", "01-13", "1:10 2:-5", "01-12", true },
        { "01-02", "01-13", "1:10 2:-5", "01-09", false },
        { "01-02", "01-09", "1:10 2:-5", "01-12", false },
        { "01-02", "01-13", "1:10", "01-12", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_old_account_is_proposed(string first, string last, string positions, string? transferred, bool isProposed)
    {
        var other = Account("U9", first, last, positions) with
        {
            TransferredFrom = transferred is null ? new Dictionary<string, DateOnly>() : new() { ["U1"] = Day(transferred) },
        };
        foreach (BrokerAccount[] accounts in (BrokerAccount[][])[[Old, other], [other, Old]])
            AccountMigration.Of(accounts).ShouldBe(isProposed ? [new AccountMigration("U1", "U9", Day("01-09"))] : []);
    }

    [Fact]
    public void An_account_without_positions_is_never_proposed() =>
        AccountMigration.Of([Account("U1", "01-02", "01-09", ""), Account("U9", "01-12", "01-12", "1:10")]).ShouldBeEmpty();

    [Fact]
    public void The_proposal_names_the_command() => new AccountMigration("U1", "U9", Day("01-09")).ToString().ShouldBe(
        "U9 holds every position of U1, whose newest positions are of 2026-01-09: if U1 was closed or migrated, ./run.sh portfolio retire U1");

    private static BrokerAccount Account(string name, string first, string last, string positions) => new(
        name, [(Day(first), Day(last))], Day(last),
        positions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':')).ToDictionary(
            p => long.Parse(p[0], CultureInfo.InvariantCulture), p => decimal.Parse(p[1], CultureInfo.InvariantCulture)),
        new Dictionary<string, DateOnly>());

    private static DateOnly Day(string text) => DateOnly.ParseExact($"2026-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
