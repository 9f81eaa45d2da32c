using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    private const string Intervals =
        "select symbol, first_seen_at, last_seen_at, is_active, became_inactive_at from index_constituents order by symbol, first_seen_at";

    [Fact]
    public async Task Members_are_added_kept_and_closed()
    {
        var tables = await MigratedAsync();
        (await RefreshAsync(tables, 1, "B", "A")).ShouldBeChange(added: ["A", "B"]);
        (await RefreshAsync(tables, 2, "B", "C")).ShouldBeChange(added: ["C"], removed: ["A"], kept: ["B"]);
        Rows(Intervals).ShouldBe(["A|2024-03-01|2024-03-01|false|2024-03-02", "B|2024-03-01|2024-03-02|true|", "C|2024-03-02|2024-03-02|true|"]);
    }

    [Fact]
    public async Task A_returning_member_opens_a_new_interval()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B");
        await RefreshAsync(tables, 2, "B");
        (await RefreshAsync(tables, 5, "A", "B")).ShouldBeChange(added: ["A"], kept: ["B"]);
        Rows(Intervals).ShouldBe(["A|2024-03-01|2024-03-01|false|2024-03-02", "A|2024-03-05|2024-03-05|true|", "B|2024-03-01|2024-03-05|true|"]);
    }

    [Fact]
    public async Task The_same_list_on_the_same_day_changes_nothing()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B");
        await RefreshAsync(tables, 2, "A");
        var before = Rows(Intervals);
        (await RefreshAsync(tables, 2, "A")).ShouldBeChange(kept: ["A"]);
        Rows(Intervals).ShouldBe(before);
    }

    [Fact]
    public async Task A_member_removed_and_restored_on_the_same_day_keeps_its_interval()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B");
        await RefreshAsync(tables, 2, "B");
        await RefreshAsync(tables, 2, "A", "B");
        Rows(Intervals).ShouldBe(["A|2024-03-01|2024-03-02|true|", "B|2024-03-01|2024-03-02|true|"]);
    }

    [Fact]
    public async Task A_list_older_than_the_stored_one_changes_nothing_and_is_reported()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A");
        await RefreshAsync(tables, 5, "A", "B");
        var before = Rows(Intervals);
        var change = await RefreshAsync(tables, 4, "A", "Z");
        change.OutOfDate.ShouldBeTrue();
        change.ShouldBeChange(kept: ["A", "B"]);
        Rows(Intervals).ShouldBe(before);
    }

    [Fact]
    public async Task Membership_is_known_for_every_session_and_index()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B");
        await RefreshAsync(tables, 3, "B", "C");
        await tables.RefreshConstituentsAsync("DOW30", ["D", "B"], new DateOnly(2024, 3, 2));
        (await tables.MembersAsync("SP500", new DateOnly(2024, 2, 29))).ShouldBeEmpty();
        (await tables.MembersAsync("SP500", new DateOnly(2024, 3, 2))).ShouldBe(["A", "B"]);
        (await tables.MembersAsync("SP500", new DateOnly(2024, 3, 3))).ShouldBe(["B", "C"]);
        (await tables.MembersAsync("SP500", new DateOnly(2024, 6, 3))).ShouldBe(["B", "C"]);
        (await tables.ActiveConstituentsAsync()).ShouldBe(["B", "C", "D"]);
        (await tables.ActiveConstituentsAsync(["DOW30"])).ShouldBe(["B", "D"]);
    }

    [Fact]
    public async Task Memberships_are_intervals_ordered_by_index_symbol_and_first_day()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "B", "A");
        await RefreshAsync(tables, 2, "B");
        await RefreshAsync(tables, 5, "A", "B");
        (await tables.MembershipsAsync()).ShouldBe(
        [
            new("SP500", "A", new(2024, 3, 1), new(2024, 3, 2)), new("SP500", "A", new(2024, 3, 5), null), new("SP500", "B", new(2024, 3, 1), null),
        ]);
    }

    [Fact]
    public async Task A_renamed_member_keeps_its_interval_under_the_new_ticker()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "FB");
        var change = await RenameAsync(tables, 4, [new("FB", "META", new(2024, 3, 3)), new("A", "B", new(2024, 3, 9))], "A", "META");
        change.ShouldBeChange(kept: ["A"]);
        change.Renamed.ShouldBe([("FB", "META")]);
        await RenameAsync(tables, 5, [new("META", "M", new(2024, 3, 5))], "A", "M");
        Rows(Intervals).ShouldBe(["A|2024-03-01|2024-03-05|true|", "M|2024-03-01|2024-03-05|true|"]);
        Rows("select formerly from index_constituents where symbol = 'M'").ShouldBe(["FB META"]);
        (await RefreshAsync(tables, 6, "A", "FB", "M")).ShouldBeChange(added: ["FB"], kept: ["A", "M"]);
    }

    [Fact]
    public async Task A_rename_applies_only_when_the_old_ticker_left_and_the_new_one_joined_and_not_before_its_date()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B", "C", "E");
        Rename[] renames = [new("A", "X", new(2024, 3, 2)), new("B", "C", new(2024, 3, 2)), new("E", "Y", new(2024, 3, 3)), new("Q", "Z", new(2024, 3, 2))];
        (await RenameAsync(tables, 2, renames, "A", "X", "C", "Y", "Z")).ShouldBeChange(added: ["X", "Y", "Z"], removed: ["B", "E"], kept: ["A", "C"]);
    }

    [Fact]
    public async Task A_former_member_ticker_takes_over_an_interval_beside_its_own()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B", "C");
        await RefreshAsync(tables, 2, "A", "C", "D");
        (await RenameAsync(tables, 3, [new("D", "B", new(2024, 3, 3))], "A", "C", "B")).Renamed.ShouldBe([("D", "B")]);
        Rows(Intervals).ShouldBe(
        [
            "A|2024-03-01|2024-03-03|true|", "B|2024-03-01|2024-03-01|false|2024-03-02", "B|2024-03-02|2024-03-03|true|", "C|2024-03-01|2024-03-03|true|",
        ]);
    }

    [Fact]
    public async Task A_ticker_with_an_interval_from_the_same_day_is_a_different_member()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A", "B", "C");
        await RefreshAsync(tables, 2, "A", "C");
        (await RenameAsync(tables, 3, [new("A", "B", new(2024, 3, 3))], "B", "C")).ShouldBeChange(added: ["B"], removed: ["A"], kept: ["C"]);
    }

    [Fact]
    public async Task A_name_updates_the_open_interval_and_a_list_without_names_keeps_it()
    {
        var tables = await MigratedAsync();
        await ClassifiedAsync(tables, 1, [new("A", "Energy") { Name = "Ay" }, new("B") { Name = "Bee" }, new("C")]);
        await ClassifiedAsync(tables, 2, [new("A") { Name = "Ay Inc." }, new("C", null, "Coal") { Name = "Cee" }, new("D") { Name = "Dee" }]);
        await ClassifiedAsync(tables, 3, [new("A"), new("C"), new("D")]);
        (await tables.MembershipsAsync()).Select(m => $"{m.Symbol} {m.Name} {m.Sector} {m.Industry} {m.BecameInactive:dd}")
            .ShouldBe(["A Ay Inc. Energy  ", "B Bee   02", "C Cee  Coal ", "D Dee   "]);
    }

    [Fact]
    public async Task Sector_and_industry_update_the_open_interval_and_a_list_without_them_keeps_them()
    {
        const string sectors = "select symbol, first_seen_at, sector, industry from index_constituents order by symbol, first_seen_at";
        var tables = await MigratedAsync();
        await ClassifiedAsync(tables, 1, [new("A", "Energy", "Coal"), new("B", "Energy"), new("C")]);
        Rows(sectors).ShouldBe(["A|2024-03-01|Energy|Coal", "B|2024-03-01|Energy|", "C|2024-03-01||"]);

        await ClassifiedAsync(tables, 2, [new("A", "Materials", "Coal"), new("C", "Utilities", "Water"), new("D", "Energy", "Gas")]);
        string[] changed = ["A|2024-03-01|Materials|Coal", "B|2024-03-01|Energy|", "C|2024-03-01|Utilities|Water", "D|2024-03-02|Energy|Gas"];
        Rows(sectors).ShouldBe(changed);
        Rows("select symbol, sector, industry from index_members where member_until > '9999-01-01' order by symbol")
            .ShouldBe(["A|Materials|Coal", "C|Utilities|Water", "D|Energy|Gas"]);

        await ClassifiedAsync(tables, 3, [new("A"), new("C", null, "Power"), new("D", "Oil")]);
        Rows(sectors).ShouldBe([changed[0], changed[1], "C|2024-03-01|Utilities|Power", "D|2024-03-02|Oil|Gas"]);
    }

    [Fact]
    public async Task A_renamed_member_keeps_its_sector_and_a_returning_one_starts_with_its_new_one()
    {
        var tables = await MigratedAsync();
        await ClassifiedAsync(tables, 1, [new("A", "Energy"), new("FB", "Technology"), new("Z")]);
        await RenameAsync(tables, 2, [new("FB", "META", new(2024, 3, 2))], "META", "Z");
        await ClassifiedAsync(tables, 3, [new("A", "Materials"), new("META", null, "Media"), new("Z")]);
        Rows("select symbol, first_seen_at, is_active, sector, industry from index_constituents where symbol <> 'Z' order by symbol, first_seen_at").ShouldBe(
        [
            "A|2024-03-01|false|Energy|", "A|2024-03-03|true|Materials|", "META|2024-03-01|true|Technology|Media",
        ]);
    }

    [Fact]
    public async Task The_day_of_the_newest_list_is_known_by_index()
    {
        var tables = await MigratedAsync();
        (await tables.ListedOnAsync("SP500")).ShouldBeNull();
        await RefreshAsync(tables, 1, "A", "B");
        await RefreshAsync(tables, 5, "B");
        await tables.RefreshConstituentsAsync("DOW30", ["D"], new DateOnly(2024, 3, 2));
        (await tables.ListedOnAsync("SP500")).ShouldBe(new DateOnly(2024, 3, 5));
        (await tables.ListedOnAsync("DOW30")).ShouldBe(new DateOnly(2024, 3, 2));
    }

    [Fact]
    public async Task An_empty_list_is_refused()
    {
        var tables = await MigratedAsync();
        await RefreshAsync(tables, 1, "A");
        await Should.ThrowAsync<DataUnfitException>(() => RefreshAsync(tables, 2));
        (await tables.ActiveConstituentsAsync()).ShouldBe(["A"]);
    }

    private static Task<MembershipChange> RefreshAsync(ITables tables, int dayOfMarch, params string[] members) =>
        RenameAsync(tables, dayOfMarch, [], members);

    private static Task<MembershipChange> ClassifiedAsync(ITables tables, int dayOfMarch, IReadOnlyList<IndexMember> members) =>
        tables.RefreshConstituentsAsync("SP500", members, new DateOnly(2024, 3, dayOfMarch));

    private static Task<MembershipChange> RenameAsync(ITables tables, int dayOfMarch, Rename[] renames, params string[] members) =>
        tables.RefreshConstituentsAsync("SP500", members, new DateOnly(2024, 3, dayOfMarch), renames);
}
