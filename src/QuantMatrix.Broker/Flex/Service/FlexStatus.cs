using System.Xml.Linq;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>The Flex service's word on a request: where its report will be, or why there is none. What is missing is empty.</summary>
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
