using System.Text;
using System.Text.Json;

namespace QuantMatrix.Http;

/// <summary>Extracts a short one-line error message from a response body.</summary>
internal static class ErrorText
{
    private const int MaxChars = 160, MaxMessageChars = 320, MaxBytes = 64 << 10;
    private static readonly string[] MessageProperties = ["Error Message", "message", "description", "detail", "error"];

    /// <summary>The message property of a JSON body, or the plain text; an HTML page is only reported as such.</summary>
    /// <remarks>Not truncated: <see cref="Message"/> does so after secrets are removed, so that no part of one remains.</remarks>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBytes)]).Trim();
        if (text.StartsWith('<')) return "an HTML page";
        var message = text.StartsWith('{') || text.StartsWith('[') ? FromJson(body) ?? "" : text;
        return Joined(message);
    }

    /// <summary>The text on one line, truncated when long.</summary>
    public static string OneLine(string text) => Cut(Joined(text), MaxChars);

    /// <summary>A fault's message, truncated when long; its secrets must be removed before.</summary>
    public static string Message(string redacted) => Cut(redacted, MaxMessageChars);

    /// <summary>The text on one line.</summary>
    public static string Joined(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Why a body could not be parsed as JSON.</summary>
    /// <param name="position">Bytes consumed before the parser failed.</param>
    public static string NotJson(ReadOnlySpan<byte> body, long position) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? "the response is empty"
        : body.TrimStart(" \t\r\n"u8)[0] is not ((byte)'{' or (byte)'[') ? $"the response is not JSON: {Of(body)}"
        : $"the response is malformed JSON after byte {position} of {body.Length}";

    private static string Cut(string text, int maxChars) => text.Length <= maxChars ? text : text[..maxChars] + "…";

    private static string? FromJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            string? name = null;
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName) name = reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && MessageProperties.Contains(name)) return reader.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A truncated or non-UTF-8 body has no message; its HTTP status is reported instead.
        }
        return null;
    }
}
