using System.Text.Json;
using QuantMatrix.Http;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Reads a body that should be JSON; one that is not may be whole the next time it is asked for.</summary>
internal static class JsonBody
{
    public delegate T Reading<T>(ref Utf8JsonReader reader);

    /// <param name="read">Is given a reader on the first token and leaves it at the end of that value.</param>
    /// <exception cref="ProviderException">The body is empty, cut off or of another kind.</exception>
    public static T Read<T>(ReadOnlySpan<byte> body, Reading<T> read)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            reader.Read();
            var value = read(ref reader);
            reader.Read();
            return value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for text that is no UTF-8
        {
            throw new ProviderException(FaultKind.Transient, ErrorText.NotJson(body, reader.BytesConsumed));
        }
    }
}
