using System.Text;
using System.Xml;
using System.Xml.Linq;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>A response of the Flex service; the root element distinguishes a report from a status.</summary>
internal sealed class FlexResponse
{
    private const string Report = "FlexQueryResponse";

    /// <summary>Upper bound of a status, and of the position of a report's root element.</summary>
    private const int MaxStatusBytes = 64 << 10;

    /// <summary>Where the end tag of a report must occur.</summary>
    private const int TailBytes = 1 << 10;

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly ArraySegment<byte> start;
    private readonly bool isEmptyReport;

    private FlexResponse(ArraySegment<byte> start, bool isEmptyReport, FlexStatus? status) =>
        (this.start, this.isEmptyReport, Status) = (start, isEmptyReport, status);

    /// <summary>Null for a report.</summary>
    public FlexStatus? Status { get; }

    /// <param name="redact">Removes secrets from text.</param>
    /// <exception cref="ProviderException">The response is neither a report nor a status, or is malformed.</exception>
    public static async Task<FlexResponse> ReadAsync(Stream body, Func<string, string> redact, CancellationToken ct)
    {
        var buffer = new byte[MaxStatusBytes];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Of(new(buffer, 0, count), redact);
    }

    /// <summary>Streams the report into a file, replacing its content.</summary>
    /// <exception cref="ProviderException">The report is truncated.</exception>
    public async Task SaveAsync(Stream rest, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        await file.WriteAsync(start, ct);
        await rest.CopyToAsync(file, ct);
        if (!isEmptyReport && !HasEndTag(file))
            throw new ProviderException(FaultKind.Transient, $"the report is truncated after {file.Length} bytes; expected </{Report}> at its end");
        file.Flush(flushToDisk: true);
    }

    private static FlexResponse Of(ArraySegment<byte> start, Func<string, string> redact)
    {
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(start.Array!, 0, start.Count), Strict);
            xml.MoveToContent();
            return xml.LocalName switch
            {
                Report => new(start, xml.IsEmptyElement, null),
                FlexStatus.Root => new(start, isEmptyReport: false, FlexStatus.Of(XElement.Load(xml))),
                _ => throw Unexpected(start, $"<{xml.LocalName}>", redact),
            };
        }
        catch (XmlException)
        {
            if (HasDocumentType(start))
                throw new DataUnfitException(
                    $"{FlexService.Provider}: the response contains a document type definition (DTD); expected plain XML. The response was refused");
            throw Unexpected(start, "malformed XML", redact);
        }
    }

    /// <summary>An HTML page has a document type too, but means that the service is down, not an attack.</summary>
    private static bool HasDocumentType(ReadOnlySpan<byte> start) => Encoding.UTF8.GetString(start) is var text
        && text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) && !text.Contains("<html", StringComparison.OrdinalIgnoreCase);

    private static ProviderException Unexpected(ReadOnlySpan<byte> start, string xml, Func<string, string> redact)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart();
        var found = text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "an HTML page"
            : text.StartsWith('<') ? xml : text.Length > 0 ? text : "an empty response";
        return new(FaultKind.Transient, $"found {ErrorText.OneLine(redact(found))}; expected <{Report}> or <{FlexStatus.Root}>");
    }

    private static bool HasEndTag(FileStream file)
    {
        var tail = new byte[Math.Min(file.Length, TailBytes)];
        RandomAccess.Read(file.SafeFileHandle, tail, file.Length - tail.Length);
        return Encoding.ASCII.GetString(tail).Contains($"</{Report}", StringComparison.Ordinal);
    }
}

/// <summary>A status of the Flex service: the reference and address of a report, or an error. Missing elements are empty.</summary>
internal sealed record FlexStatus(string Status, string ReferenceCode, string Url, string ErrorCode, string ErrorMessage)
{
    public const string Root = "FlexStatementResponse";

    public bool IsSuccess => Is("Success");

    public bool IsWarning => Is("Warn");

    public static FlexStatus Of(XElement root)
    {
        return new(Text("Status"), Text("ReferenceCode"), Text("Url"), Text("ErrorCode"), Text("ErrorMessage"));

        string Text(string name) => root.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim() ?? "";
    }

    private bool Is(string status) => Status.Equals(status, StringComparison.OrdinalIgnoreCase);
}
