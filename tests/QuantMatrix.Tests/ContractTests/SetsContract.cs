using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Contract of every sets target; a target adds one subclass without tests of its own.</summary>
[Trait("class", "servers")]
public abstract class SetsContract
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    protected abstract ISets Sets { get; }

    /// <summary>Advances the clock of the target.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Replacing_a_set_leaves_exactly_the_new_members()
    {
        await Sets.ReplaceSetAsync("tracked:all", ["B", "A", "B"]);
        (await Sets.MembersAsync("tracked:all")).ShouldBe(["A", "B"]);
        await Sets.ReplaceSetAsync("tracked:all", ["C", "B"]);
        (await Sets.MembersAsync("tracked:all")).ShouldBe(["B", "C"]);
        await Sets.ReplaceSetAsync("tracked:all", []);
        (await Sets.MembersAsync("tracked:all")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sets_do_not_mix()
    {
        await Sets.ReplaceSetAsync("one", ["A"]);
        await Sets.ReplaceSetAsync("two", ["A", "B"]);
        await Sets.ReplaceSetAsync("one", ["C"]);
        (await Sets.MembersAsync("two")).ShouldBe(["A", "B"]);
        (await Sets.MembersAsync("three")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sets_replaced_together_hold_exactly_their_new_members_and_expire_together()
    {
        await Sets.ReplaceSetsAsync(Named(("screen:a", ["A", "B"]), ("screen:b", ["B"]), ("screen:c", ["C"])), Day);
        await Sets.ReplaceSetAsync("screen:other", ["X"]);
        await PassAsync(Day / 2);
        await Sets.ReplaceSetsAsync(Named(("screen:a", ["C", "B", "C"]), ("screen:b", []), ("screen:d", ["B"])), Day);
        await Sets.ReplaceSetsAsync(Named(), Day);
        (await MembersAsync()).ShouldBe(["B C", "", "C", "B", "X"]);
        await PassAsync(Day * 0.75);
        (await MembersAsync()).ShouldBe(["B C", "", "", "B", "X"]);
        await PassAsync(Day / 2);
        (await MembersAsync()).ShouldBe(["", "", "", "", "X"]);

        static Dictionary<string, IReadOnlyCollection<string>> Named(params (string Name, string[] Members)[] sets) =>
            sets.ToDictionary(s => s.Name, s => (IReadOnlyCollection<string>)s.Members);

        async Task<List<string>> MembersAsync()
        {
            var members = new List<string>();
            foreach (var name in "a b c d other".Split(' ')) members.Add(string.Join(' ', await Sets.MembersAsync($"screen:{name}")));
            return members;
        }
    }

    [Fact]
    public async Task A_replaced_set_expires_by_its_newest_time_to_live()
    {
        await Sets.ReplaceSetAsync("screen", ["A", "B"], Day);
        await PassAsync(Day / 2);
        await Sets.ReplaceSetAsync("screen", ["B", "C"], Day);
        await PassAsync(Day * 0.75);
        (await Sets.MembersAsync("screen")).ShouldBe(["B", "C"]);
        await PassAsync(Day / 2);
        (await Sets.MembersAsync("screen")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_accumulating_set_expires_a_day_after_its_first_add()
    {
        (await Sets.AddToSetAsync("tracked:new", ["A", "B"], Day)).ShouldBe(2);
        await PassAsync(Day * 0.75);
        (await Sets.AddToSetAsync("tracked:new", ["C", "B", "C"], Day)).ShouldBe(1);
        (await Sets.MembersAsync("tracked:new")).ShouldBe(["A", "B", "C"]);
        await PassAsync(Day / 2);
        (await Sets.MembersAsync("tracked:new")).ShouldBeEmpty();
        (await Sets.AddToSetAsync("tracked:new", ["A"], Day)).ShouldBe(1);
        await PassAsync(Day * 0.75);
        (await Sets.MembersAsync("tracked:new")).ShouldBe(["A"]);
    }

    [Fact]
    public async Task A_key_holds_its_last_value_until_it_expires()
    {
        (await Sets.GetKeyAsync("coverage:health:last")).ShouldBeNull();
        await Sets.SetKeysAsync(new Dictionary<string, string> { ["coverage:health:last"] = """{"label":"ok"}""" }, Day);
        await Sets.SetKeysAsync(new Dictionary<string, string> { ["coverage:health:last"] = """{"label":"it's «idle»"}""" }, Day);
        (await Sets.GetKeyAsync("coverage:health:last")).ShouldBe("""{"label":"it's «idle»"}""");
        await PassAsync(Day);
        (await Sets.GetKeyAsync("coverage:health:last")).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_without_time_to_live_stays()
    {
        await Sets.SetKeysAsync(new Dictionary<string, string> { ["taskstatus:record:last"] = "1" }, Day);
        await Sets.SetKeysAsync(new Dictionary<string, string> { ["taskstatus:record:last"] = "2" });
        await PassAsync(Day * 400);
        (await Sets.GetKeyAsync("taskstatus:record:last")).ShouldBe("2");
    }

    [Fact]
    public async Task A_list_is_newest_first_and_keeps_the_last_entries()
    {
        for (var i = 1; i <= 5; i++) await Sets.PushAsync("coverage:health:history", $$"""{"n":{{i}}}""", keepLast: 3);
        (await Sets.ListAsync("coverage:health:history")).ShouldBe(["""{"n":5}""", """{"n":4}""", """{"n":3}"""]);
        await Sets.PushAsync("coverage:health:history", "6", keepLast: 1);
        (await Sets.ListAsync("coverage:health:history")).ShouldBe(["6"]);
        (await Sets.ListAsync("other")).ShouldBeEmpty();
    }
}
