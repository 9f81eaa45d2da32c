using System.Text;
using System.Xml;
using System.Xml.Linq;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>The first part of an answer of the Flex service; its root element tells whether a report or a status has come.</summary>
internal sealed class FlexResponse
{
    private const string Report = "FlexQueryResponse";

    /// <summary>No status is longer, and no report begins later.</summary>
    private const int MaxStatusBytes = 64 << 10;

    /// <summary>A report and what may follow its last element.</summary>
    private const int TailBytes = 1 << 10;

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly ArraySegment<byte> start;
    private readonly bool isEmptyReport;

    private FlexResponse(ArraySegment<byte> start, bool isEmptyReport, FlexStatus? status) => (this.start, this.isEmptyReport, Status) = (start, isEmptyReport, status);

    /// <summary>Null for a report.</summary>
    public FlexStatus? Status { get; }

    /// <param name="hide">Takes out of what is told what nobody may see.</param>
    /// <exception cref="ProviderException">It is neither, or cannot be read.</exception>
    public static async Task<FlexResponse> ReadAsync(Stream body, Func<string, string> hide, CancellationToken ct)
    {
        var buffer = new byte[MaxStatusBytes];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Of(new(buffer, 0, count), hide);
    }

    /// <summary>Writes the whole report as it comes, over what the file holds.</summary>
    /// <exception cref="ProviderException">It is cut.</exception>
    public async Task SaveAsync(Stream rest, string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        await file.WriteAsync(start, ct);
        await rest.CopyToAsync(file, ct);
        if (!isEmptyReport && !EndsWhole(file)) throw new ProviderException(FaultKind.Transient, $"the report is cut after {file.Length} bytes; expected </{Report}> at its end");
        file.Flush(flushToDisk: true);
    }

    private static FlexResponse Of(ArraySegment<byte> start, Func<string, string> hide)
    {
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(start.Array!, 0, start.Count), Strict);
            xml.MoveToContent();
            return xml.LocalName switch
            {
                Report => new(start, xml.IsEmptyElement, null),
                FlexStatus.Root => new(start, isEmptyReport: false, FlexStatus.Of(XElement.Load(xml))),
                _ => throw Stranger(start, $"<{xml.LocalName}>", hide),
            };
        }
        catch (XmlException)
        {
            if (IsBomb(start))
                throw new DataUnfitException($"{FlexService.Provider}: the answer holds a document type definition (DTD); expected plain XML, so it is refused and nothing of it was taken");
            throw Stranger(start, "broken XML", hide);
        }
    }

    /// <summary>A page has a document type too; but it is no attack, only a service that is down.</summary>
    private static bool IsBomb(ReadOnlySpan<byte> start) => Encoding.UTF8.GetString(start) is var text
        && text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) && !text.Contains("<html", StringComparison.OrdinalIgnoreCase);

    private static ProviderException Stranger(ReadOnlySpan<byte> start, string xml, Func<string, string> hide)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart();
        var found = text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "an HTML page" : text.StartsWith('<') ? xml : text.Length > 0 ? text : "nothing";
        return new(FaultKind.Transient, $"found {ErrorText.OneLine(hide(found))}; expected <{Report}> or <{FlexStatus.Root}>");
    }

    private static bool EndsWhole(FileStream file)
    {
        var tail = new byte[Math.Min(file.Length, TailBytes)];
        RandomAccess.Read(file.SafeFileHandle, tail, file.Length - tail.Length);
        return Encoding.ASCII.GetString(tail).Contains($"</{Report}", StringComparison.Ordinal);
    }
}
