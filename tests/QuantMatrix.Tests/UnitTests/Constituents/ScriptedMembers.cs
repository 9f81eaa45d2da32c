using QuantMatrix.MarketData.Constituents;

namespace QuantMatrix.Tests.UnitTests.Constituents;

/// <summary>A scripted source of member lists.</summary>
internal sealed class ScriptedMembers(string name, Func<string, IReadOnlyList<string>> read, DateOnly? asOf) : IConstituentSource
{
    public string Name => name;

    public IReadOnlyList<string> Indices => ["SP500", "NASDAQ100", "DOW30"];

    public Task<MemberList> ReadAsync(string index, CancellationToken ct) =>
        Task.FromResult(new MemberList(index, SymbolMembers.Of(read(index)), name) { AsOf = asOf });
}
