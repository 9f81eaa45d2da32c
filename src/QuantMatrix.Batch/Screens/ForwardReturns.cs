namespace QuantMatrix.Batch.Screens;

/// <summary>
/// Returns of a trade that begins at the open of the session after each entry and ends at the close a number of sessions after the entry, in excess of
/// the median of the same trade in all members of that session.
/// </summary>
/// <remarks>
/// Sessions are the days on which any of the symbols has a bar. A symbol without a bar in the session after is not traded; one without a bar in the
/// last session of the trade leaves at its last close before it.
/// </remarks>
internal sealed class ForwardReturns
{
    private readonly IReadOnlyList<SymbolSignals> symbols;
    private readonly int[] sessions;
    private readonly int[][] positions;

    /// <param name="symbols">In ordinal order.</param>
    public ForwardReturns(IReadOnlyList<SymbolSignals> symbols)
    {
        this.symbols = symbols;
        sessions = [.. symbols.SelectMany(s => s.Days).ToHashSet().Order()];
        var at = sessions.Length == 0 ? [] : new int[sessions[^1] - sessions[0] + 1];
        for (var i = 0; i < sessions.Length; i++) at[sessions[i] - sessions[0]] = i;
        positions = [.. symbols.Select(s => Array.ConvertAll(s.Days, day => at[day - sessions[0]]))];
    }

    /// <param name="horizon">Sessions from the entry to the exit: 5 leaves at the close of the fifth session after it.</param>
    public HorizonReturns After(int horizon)
    {
        var (entries, ahead, untraded) = (new List<(int Symbol, int Session, double Return, bool Early)>(), 0, 0);
        var traded = new List<double>?[sessions.Length];
        for (var n = 0; n < symbols.Count; n++)
            for (var t = 0; t < symbols[n].Days.Length; t++)
                if (symbols[n].Entered[t])
                {
                    var session = positions[n][t];
                    if (session + horizon >= sessions.Length) ahead++;
                    else if (Trade(n, t, horizon) is not (var profit, var early)) untraded++;
                    else
                    {
                        traded[session] ??= [];
                        entries.Add((n, session, profit, early));
                    }
                }
        var medians = Medians(traded, horizon);
        return new(horizon, [.. entries.Select(e => new EntryReturn(symbols[e.Symbol].Symbol, sessions[e.Session], e.Return, e.Return - medians[e.Session]))])
        {
            Ahead = ahead, Untraded = untraded, Early = entries.Count(e => e.Early),
        };
    }

    /// <summary>The median return of all members, in each session that has an entry.</summary>
    private double[] Medians(List<double>?[] traded, int horizon)
    {
        for (var n = 0; n < symbols.Count; n++)
            for (var t = 0; t < symbols[n].Days.Length; t++)
                if (symbols[n].Member[t] && traded[positions[n][t]] is { } returns && Trade(n, t, horizon) is (var profit, _)) returns.Add(profit);
        return Array.ConvertAll(traded, returns => returns is null ? double.NaN : Median([.. returns]));
    }

    /// <summary>The return, and whether the symbol left before the last session; null when it is not traded.</summary>
    private (double Return, bool Early)? Trade(int symbol, int row, int horizon)
    {
        var (own, at) = (symbols[symbol], positions[symbol]);
        if (row + 1 >= at.Length || at[row + 1] != at[row] + 1) return null;
        var (last, exit) = (at[row] + horizon, Math.Min(row + horizon, at.Length - 1));
        while (at[exit] > last) exit--;
        return own.Open[row + 1] > 0 ? (own.Close[exit] / own.Open[row + 1] - 1, at[exit] < last) : null;
    }

    internal static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length == 0 ? double.NaN : values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

/// <summary>The bars of a symbol, with the sessions in which it was a member and in which it entered the screen.</summary>
/// <param name="Days">Days since 1970-01-01, ascending.</param>
/// <param name="Entered">Only in sessions in which it was a member.</param>
internal sealed record SymbolSignals(string Symbol, int[] Days, double[] Open, double[] Close, bool[] Member, bool[] Entered);

/// <summary>An entry that has reached its exit.</summary>
/// <param name="Return">As a fraction.</param>
/// <param name="Excess">Over the median of the members.</param>
internal readonly record struct EntryReturn(string Symbol, int Day, double Return, double Excess);

/// <summary>All entries at one horizon.</summary>
internal sealed record HorizonReturns(int Horizon, IReadOnlyList<EntryReturn> Entries)
{
    /// <summary>Entries whose exit is after the newest session.</summary>
    public int Ahead { get; init; }

    /// <summary>Entries of symbols without a bar in the session after.</summary>
    public int Untraded { get; init; }

    /// <summary>Entries of symbols that had no bar in the last session and left before.</summary>
    public int Early { get; init; }
}
