using QuantMatrix.MarketData.Replay;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The member lists a replay folder brings: the user's own word.</summary>
public sealed class ReplayMembers(IReadOnlyDictionary<string, IReadOnlyList<string>> lists) : IConstituentSource
{
    public string Name => ReplayFolder.SourceName;

    public IReadOnlyList<string> Indices => [.. lists.Keys];

    public bool IsLocal => true;

    public Task<MemberList> ReadAsync(string index, CancellationToken ct) => Task.FromResult(new MemberList(index, lists[index], Name) { IsLocal = true });
}
