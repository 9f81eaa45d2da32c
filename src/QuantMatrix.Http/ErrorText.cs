using System.Text;
using System.Text.Json;

namespace QuantMatrix.Http;

/// <summary>What a provider says is wrong, as one short line for people.</summary>
internal static class ErrorText
{
    private const int MaxChars = 160, MaxBytes = 64 << 10;
    private static readonly string[] Names = ["Error Message", "message", "description", "error"];

    /// <summary>Out of a body of JSON or plain text; of a page of HTML only that it is one.</summary>
    /// <param name="hide">Takes out what nobody may see; before the text is cut, so that not even half of it stays.</param>
    public static string Of(ReadOnlySpan<byte> body, Func<string, string>? hide = null)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBytes)]).Trim();
        if (text.StartsWith('<')) return "an HTML page";
        var said = text.StartsWith('{') || text.StartsWith('[') ? FromJson(body) ?? "" : text;
        return OneLine(hide is null ? said : hide(said));
    }

    /// <summary>A text in one line, cut where it is long.</summary>
    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxChars ? line : line[..MaxChars] + "…";
    }

    /// <summary>Why a body cannot be read as the JSON it should be.</summary>
    public static string Unreadable(ReadOnlySpan<byte> body, long at) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? "the answer is empty"
        : body.TrimStart(" \t\r\n"u8)[0] is not ((byte)'{' or (byte)'[') ? $"the answer is no JSON: {Of(body)}"
        : $"the answer is broken JSON after byte {at} of {body.Length}";

    private static string? FromJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            string? name = null;
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName) name = reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && Names.Contains(name)) return reader.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a body, or one that is no UTF-8, says nothing; its status does.
        }
        return null;
    }
}
