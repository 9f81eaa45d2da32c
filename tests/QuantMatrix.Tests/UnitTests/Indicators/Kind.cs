namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>How the prices of a made-up series move.</summary>
internal enum Kind
{
    Random,

    /// <summary>One price, no volume.</summary>
    Flat,

    Rising,
    Falling,

    /// <summary>Sessions and a whole quarter missing, prices leaping over the holes.</summary>
    Gappy,

    /// <summary>Holes of up to three weeks at any time.</summary>
    Sparse,

    /// <summary>Few prices and few volumes, so that much is equal.</summary>
    Ties,

    /// <summary>Long stretches without any movement.</summary>
    Stretches,

    /// <summary>Long stretches without any volume.</summary>
    Idle,
}
