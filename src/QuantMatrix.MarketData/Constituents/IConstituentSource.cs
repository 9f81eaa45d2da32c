using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Where member lists of indices come from: a provider, a page, committed files or the replay folder.</summary>
public interface IConstituentSource
{
    /// <summary>As in <c>jobs.yaml</c>: <c>fmp</c>, <c>wikipedia</c> …</summary>
    string Name { get; }

    /// <summary>The indices it has lists of.</summary>
    IReadOnlyList<string> Indices { get; }

    /// <summary>Whether its lists are the user's own word, which nobody doubts.</summary>
    bool IsLocal => false;

    /// <param name="index">One of <see cref="Indices"/>.</param>
    /// <exception cref="DataUnfitException">What it answers is no list of members.</exception>
    /// <exception cref="TemporaryException">It cannot be reached now.</exception>
    /// <exception cref="ConfigurationException">It refuses the key.</exception>
    Task<MemberList> ReadAsync(string index, CancellationToken ct);
}
