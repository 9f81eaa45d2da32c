using System.Globalization;

namespace QuantMatrix.Tests;

/// <summary>The size of the long tests: small, or by <c>./test.sh --soak</c>, which sets <c>QM_TEST_SOAK</c> to a number of nights.</summary>
internal static class Soak
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("QM_TEST_SOAK") is { Length: > 0 };

    /// <summary>The number of nights of the long test.</summary>
    public static int Nights { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("QM_TEST_SOAK"), NumberStyles.None, CultureInfo.InvariantCulture, out var nights) ? nights : 8;

    public static int Of(int small, int large) => IsOn ? large : small;
}
