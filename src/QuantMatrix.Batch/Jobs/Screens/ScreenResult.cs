using System.Security.Cryptography;
using System.Text;

namespace QuantMatrix.Batch.Jobs.Screens;

/// <summary>The symbols that satisfy a screen's condition in one session.</summary>
/// <param name="Condition">As written in jobs.yaml.</param>
/// <param name="Symbols">In ordinal order.</param>
internal sealed record ScreenResult(string Screen, string Condition, IReadOnlyList<string> Symbols)
{
    private const int HashLength = 16;

    public string Hash { get; } = HashOf(Condition);

    /// <summary>Equal for conditions that differ only in white space.</summary>
    public static string HashOf(string condition) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join(' ', condition.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))))[..HashLength];
}
