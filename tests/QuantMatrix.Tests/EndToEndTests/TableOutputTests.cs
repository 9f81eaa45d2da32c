using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using MiniExcelLibs;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>What <c>sql</c> prints and writes for values of every type of the engine.</summary>
public sealed class TableOutputTests : IDisposable
{
    private const string Values = """
        SELECT 1 AS n, 170141183460469231731687303715884105727::HUGEINT AS huge, 18446744073709551615::UBIGINT AS u,
            sum(2::BIGINT) AS total, 1234567890123456.123456789012::DECIMAL(28, 12) AS amount, 0.1::FLOAT AS f, 'nan'::DOUBLE AS nan,
            [1.5, NULL, 'nan'::DOUBLE] AS list, {'a': 1, 'b': DATE '2018-02-07', 'c': [true]} AS struct, MAP {'x': 1.25::DECIMAL(5, 2)} AS map,
            DATE '2018-02-07' AS day, TIMESTAMP '2018-02-07 16:00:00.25' AS "at", 'say "hi"' AS text, true AS flag, '\xAB'::BLOB AS bytes,
            'b'::ENUM('a', 'b') AS word, NULL AS nothing
        """;

    private readonly Trial trial = new();

    public void Dispose() => trial.Dispose();

    [Fact]
    public async Task Json_keeps_numbers_and_structures()
    {
        var answer = await trial.CallAsync("sql", Values, "--format", "json");
        answer.ShouldBe(ExitCode.Ok);
        JsonDocument.Parse(answer.Output).RootElement[0].GetRawText().ShouldBe("""
            {"n":1,"huge":170141183460469231731687303715884105727,"u":18446744073709551615,"total":2,"amount":1234567890123456.123456789012,
            "f":0.1,"nan":null,"list":[1.5,null,null],"struct":{"a":1,"b":"2018-02-07","c":[true]},"map":{"x":1.25},"day":"2018-02-07",
            "at":"2018-02-07T16:00:00.25","text":"say \"hi\"","flag":true,"bytes":"AB","word":"b","nothing":null}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Parquet_keeps_the_types_of_the_query()
    {
        var file = Path.Combine(trial.Folder, "rows.parquet");
        (await trial.CallAsync("sql", Values + "; ", "--out", file)).ShouldBe(ExitCode.Ok);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT typeof(amount), typeof(list), typeof(struct), typeof(map), typeof(day), typeof(\"at\") FROM '{file}'";
        using var reader = command.ExecuteReader();
        reader.Read();
        Enumerable.Range(0, 6).Select(reader.GetString).ShouldBe(
            ["DECIMAL(28,12)", "DOUBLE[]", "STRUCT(a INTEGER, b DATE, c BOOLEAN[])", "MAP(VARCHAR, DECIMAL(5,2))", "DATE", "TIMESTAMP"]);
    }

    [Fact]
    public async Task Parquet_holds_the_named_columns()
    {
        var file = Path.Combine(trial.Folder, "rows.parquet");
        (await trial.CallAsync("sql", "SELECT 1 AS a, 2 AS \"b c\", 3 AS d -- all", "--out", file, "--columns", "d,b c")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT 1")).ShouldBe(["1"]);
        MiniRows(file).ShouldBe(["d=3 b c=2"]);
        var columns = Path.Combine(trial.Folder, "columns.parquet");
        (await trial.CallAsync("columns", "--out", columns, "--columns", "name,stable_after,low")).ShouldBe(ExitCode.Ok);
        MiniRows(columns).ShouldContain("name=rsi_14 stable_after=187 low=0");
    }

    [Fact]
    public async Task A_workbook_has_numbers_dates_and_text()
    {
        var file = Path.Combine(trial.Folder, "rows.xlsx");
        (await trial.CallAsync("sql", "SELECT 'AAPL' AS symbol, DATE '2018-02-07' AS date, 159.54 AS close, 'nan'::DOUBLE AS nan, 12345678901234567 AS id",
            "--out", file)).ShouldBe(ExitCode.Ok);
        var row = (IDictionary<string, object>)MiniExcel.Query(file, useHeaderRow: true).Single();
        row.ShouldBe(new Dictionary<string, object?>
        {
            ["symbol"] = "AAPL", ["date"] = new DateTime(2018, 2, 7), ["close"] = 159.54, ["nan"] = null, ["id"] = "12345678901234567",
        }!);
        (await trial.CallAsync("sql", "SELECT 1 AS a, 2 AS b WHERE false", "--out", file, "--overwrite")).ShouldBe(ExitCode.Ok);
        ((IDictionary<string, object>)MiniExcel.Query(file).Single()).Values.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Every_statement_of_a_script_is_shown_and_a_fault_names_its_line()
    {
        var file = Path.Combine(trial.Folder, "script.sql");
        const string Script = "CREATE TEMP TABLE t AS SELECT 1 AS a; -- no rows\nSELECT a FROM t;\nSELECT 'x' AS b;\n\nSELECT c FROM t;\nSELECT 4";
        await File.WriteAllTextAsync(file, Script);
        var answer = await trial.CallAsync("sql", "-f", file, "--format", "csv");
        answer.ShouldBe(ExitCode.Usage, $"{file}:5: Binder Error: Referenced column \"c\" not found");
        answer.Output.ShouldBe($"a\r\n1\r\n{Environment.NewLine}b\r\nx\r\n");
    }

    [Theory]
    [InlineData("sql|SELECT 1 AS a; SELECT 2 AS b|--out|{folder}/x.parquet", "--format parquet holds one table; a statement before the last one returns rows")]
    [InlineData("sql|SELECT 1|-f|x.sql", "QUERY and --file are both set; expected only one")]
    [InlineData("sql|-f|{folder}/no.sql", "no.sql: cannot be read: ")]
    [InlineData("sql", "missing argument QUERY; expected sql QUERY, sql --file FILE, or sql - for the standard input")]
    [InlineData("sql|-- nothing here", "the query is empty")]
    [InlineData("sql|-", "the query is empty")]
    [InlineData("sql|SELECT DATE 'infinity' AS day", "column day: Cannot convert infinite date value to DateTime or DateOnly; cast it to VARCHAR")]
    public async Task A_wrong_call_says_what_to_do(string arguments, string message) =>
        (await trial.CallAsync(arguments.Replace("{folder}", trial.Folder, StringComparison.Ordinal).Split('|'))).ShouldBe(ExitCode.Usage, message);

    [Fact]
    public async Task A_script_may_prepare_tables_for_the_file_of_its_last_statement()
    {
        var file = Path.Combine(trial.Folder, "x.parquet");
        (await trial.CallAsync("sql", "CREATE TEMP TABLE t AS SELECT 5 AS a; SELECT a FROM t;", "--out", file)).ShouldBe(ExitCode.Ok);
        MiniRows(file).ShouldBe(["a=5"]);
    }

    private static string[] MiniRows(string parquet)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"FROM '{parquet}'";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                .Select(c => $"{reader.GetName(c)}={Convert.ToString(reader.GetValue(c), CultureInfo.InvariantCulture)}")));
        return [.. rows];
    }
}
