using System.Runtime.Intrinsics;

namespace QuantMatrix.Bench;

/// <summary>A vector width to measure at: the machine's own, or one a lesser machine would have.</summary>
/// <param name="Environment">What makes the runtime take it.</param>
/// <param name="AllRows">How many times as fast as TA-Lib the 34 series should be with every row kept.</param>
/// <param name="NewestRow">The same with the newest row only.</param>
internal sealed record KernelWidth(string Name, Dictionary<string, string> Environment, double AllRows, double NewestRow)
{
    public static IEnumerable<KernelWidth> OfThisMachine
    {
        get
        {
            yield return new("as the machine is", [], 3.5, 5);
            if (Vector512.IsHardwareAccelerated) yield return new("AVX-512 off", new() { ["DOTNET_EnableAVX512"] = "0" }, 3.5, 5);
            if (Vector256.IsHardwareAccelerated) yield return new("AVX2 off, 128-bit", new() { ["DOTNET_EnableAVX2"] = "0" }, 1, 1);
        }
    }
}
