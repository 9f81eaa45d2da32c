namespace QuantMatrix.MarketData.Synthetic;

/// <summary>SplitMix64 random numbers seeded by a string; integer arithmetic makes them identical on every machine.</summary>
internal struct SplitMix64
{
    private ulong state;

    /// <summary>The seed is the 64-bit FNV-1a hash of the text's characters.</summary>
    public SplitMix64(string seed)
    {
        state = 14695981039346656037;
        foreach (var c in seed) state = (state ^ c) * 1099511628211;
    }

    /// <summary>Uniform in 0 ≤ x &lt; 1, in steps of 2⁻⁵³.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Approximately standard normal, within ±6: the sum of twelve uniform 16-bit numbers (Irwin–Hall), which needs no logarithm.</summary>
    public double Normal()
    {
        const double meanOfSum = 12 * 65535 / 2.0;
        return (SumOfFour(Next()) + SumOfFour(Next()) + SumOfFour(Next()) - meanOfSum) / 65536.0;
    }

    private static long SumOfFour(ulong bits) =>
        (long)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
