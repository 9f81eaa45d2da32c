using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>A source of index member lists: a provider, Wikipedia, the committed files or a replay folder.</summary>
public interface IConstituentSource
{
    /// <summary>As in <c>jobs.yaml</c>: <c>fmp</c>, <c>wikipedia</c> …</summary>
    string Name { get; }

    /// <summary>The indices it has lists for.</summary>
    IReadOnlyList<string> Indices { get; }

    /// <summary>Whether the lists are the user's own and are accepted without plausibility checks.</summary>
    bool IsLocal => false;

    /// <param name="index">One of <see cref="Indices"/>.</param>
    /// <exception cref="DataUnfitException">The response is not a list of members.</exception>
    /// <exception cref="TemporaryException">The source is unavailable.</exception>
    /// <exception cref="ConfigurationException">The source rejects the key.</exception>
    Task<MemberList> ReadAsync(string index, CancellationToken ct);
}

/// <summary>The members in a response.</summary>
/// <exception cref="DataUnfitException">The response is not a list of members.</exception>
public delegate IReadOnlyList<IndexMember> MemberParser(ReadOnlySpan<byte> body);

/// <summary>Fetches one page of a source; a page that is not a list of members is not remembered.</summary>
/// <param name="path">Path and query relative to the source's base address, without the key.</param>
/// <param name="parse">Reads the members in the page.</param>
/// <exception cref="TemporaryException">The source is unavailable.</exception>
/// <exception cref="ConfigurationException">The source rejects the key or the plan.</exception>
/// <exception cref="DataUnfitException">The source returned another error, or a page without members.</exception>
public delegate Task<IReadOnlyList<IndexMember>> MemberReader(string path, MemberParser parse, CancellationToken ct);
