using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;

namespace QuantMatrix.Tests;

public class DocumentationTests
{
    [Fact]
    public void The_table_of_columns_is_the_catalogues()
    {
        var text = new StringWriter { NewLine = "\n" };
        ColumnsText.WriteMarkdown(text, Catalogue.Standard.Columns, IntradayColumns.All);
        File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "columns.md"))
            .ShouldBe(text.ToString(), "renew it: ./run.sh columns --format md > docs/columns.md");
    }
}
