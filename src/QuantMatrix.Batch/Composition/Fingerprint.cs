using System.Security.Cryptography;
using System.Text;

namespace QuantMatrix.Batch.Composition;

/// <summary>One hash over everything a result is made from.</summary>
internal static class Fingerprint
{
    public static string Of(params IReadOnlyList<string> inputs) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', inputs))));
}
