using System.Text;
using Apache.Arrow;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Damaged Flex reports and responses: rows of the tables, or a refusal that names the file.</summary>
[Trait("class", "slow")]
public sealed class FlexFuzzTests : IDisposable
{
    private static readonly string[] Tokens =
    [
        "<", ">", "</FlexStatement>", "</FlexQueryResponse>", "<Trade />", "<Trades>", "&amp;", "&#0;", "&x;", "<!DOCTYPE a [<!ENTITY x 'y'>]>",
        "<![CDATA[", "]]>",
        "<!--", "-->", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<?xml version=\"1.0\" encoding=\"none\"?>", "levelOfDetail=\"LOT\"", "accountId=\"\"",
        "20240230", "20240305;993004", "xmlns=\"urn:x\"", "xmlns:a=\"\"", "quantity=\"1e400\"", "currency=\"BASE_SUMMARY\"", "\0", "--", "- ", "N/A",
    ];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Reports_give_rows_of_their_own_amounts_or_a_refusal_with_the_file() =>
        new Fuzzer("flex", Fuzzer.Corpus("flex", "report"), Tokens).RunAsync(Fuzzer.Inputs(2_000), bytes =>
        {
            var (path, numbers) = (folder["report.xml"], new WrittenNumbers(bytes));
            File.WriteAllBytes(path, bytes);
            try
            {
                var report = FlexReport.Open(path, new(2026, 1, 2));
                foreach (var (read, rows) in report.Read())
                    foreach (var batch in rows)
                        if (Fault(batch, numbers) is { } fault) return $"{batch.Table.Name} of {read.Account}: {fault}";
                return report.Summary.Errors.FirstOrDefault(error => !error.StartsWith(path, StringComparison.Ordinal));
            }
            catch (DataUnfitException e) when (e.Message.StartsWith(path, StringComparison.Ordinal))
            {
                return null;
            }
        });

    [Fact]
    public Task Responses_of_the_service_give_a_status_or_a_refusal() =>
        new Fuzzer("flex-status", Fuzzer.Corpus("flex", "status"), Tokens).RunAsync(Fuzzer.Inputs(500), bytes =>
        {
            try
            {
                var response = FlexResponse.ReadAsync(new MemoryStream(bytes), text => text, CancellationToken.None).GetAwaiter().GetResult();
                return response.Status is null && !Encoding.UTF8.GetString(bytes).Contains("FlexQueryResponse", StringComparison.Ordinal) ? "no report" : null;
            }
            catch (Exception e) when (e is ProviderException or DataUnfitException)
            {
                return null;
            }
        });

    /// <summary>Amounts are those of the text, rounded to twelve places; <c>other_…</c> are sums of the rest.</summary>
    private static string? Fault(TableRows batch, WrittenNumbers numbers)
    {
        if (batch.Rows.Length == 0) return "an empty batch";
        foreach (var (field, column) in batch.Rows.Schema.FieldsList.Zip(batch.Rows.Arrays))
            for (var row = 0; column is Decimal128Array amounts && !field.Name.StartsWith("other", StringComparison.Ordinal) && row < batch.Rows.Length; row++)
                if (amounts.GetValue(row) is { } amount && !numbers.Has((double)Math.Abs(amount), 1e-9)) return $"not in the text: {field.Name} {amount}";
        return null;
    }
}
