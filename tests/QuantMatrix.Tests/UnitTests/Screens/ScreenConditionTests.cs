using QuantMatrix.Batch.Config;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>A condition is exactly one expression over the columns of one row.</summary>
public class ScreenConditionTests
{
    [Theory]
    [InlineData("rsi_14 < 30", "rsi_14")]
    [InlineData("RSI_14 < 30 and Ma_Bucket = 'LEADING'", "rsi_14 ma_bucket")]
    [InlineData("stage_label = '2' and coalesce(stage_label_5d_ago, '') <> '2'", "stage_label stage_label_5d_ago")]
    [InlineData("close between 5 and 10 or symbol in ('A', 'B')", "close symbol")]
    [InlineData("abs(perf_1d) > greatest(2, atrp_14) and not td_perfect_buy", "perf_1d atrp_14 td_perfect_buy")]
    [InlineData("case when close > sma_200 then rsi_14 < 30 else false end", "close sma_200 rsi_14")]
    [InlineData("symbol like 'A%' and date >= date '2018-01-31' - interval 3 day and year(date) = 2018", "symbol date")]
    [InlineData("nullif(volume, 0) is null or symbol || '1; drop -- x' = 'y'", "volume symbol")]
    [InlineData("rsi_14 < 30 -- the usual limit\n and close > 1 /* a dollar */", "rsi_14 close")]
    [InlineData("\"rsi_14\" < 30 -- ) or (true", "rsi_14")]
    public void An_expression_is_accepted_with_its_columns_in_order(string text, string columns)
    {
        new ScreenCondition(text).Faults.ShouldBeEmpty();
        new ScreenCondition(text).Columns.ShouldBe(columns.Split(' '));
    }

    [Theory]
    [InlineData("", "the condition is empty")]
    [InlineData(" \n ", "the condition is empty")]
    [InlineData("-- rsi_14 < 30", "expected exactly one expression")]
    [InlineData("close > ", "syntax error at the end")]
    [InlineData("close > 1 /*", "unterminated /* comment at or near \"/*\"")]
    [InlineData("symbol = 'A", "unterminated quoted string at or near \"'A\"")]
    [InlineData("close > 1; drop table x", "syntax error at or near \";\"")]
    [InlineData("close > 1) or (true", "syntax error at or near \")\"")]
    [InlineData("close > 1) union all select (true", "syntax error at or near \")\"")]
    [InlineData("close > 1] union all select [true", "expected exactly one expression")]
    [InlineData("close > 1] from features where [true", "expected exactly one expression")]
    [InlineData("close > 1] qualify [true", "expected exactly one expression")]
    [InlineData("close > 1] order by [true", "expected exactly one expression")]
    [InlineData("close > 1] limit [true", "expected exactly one expression")]
    [InlineData("close > 1] group by [true", "expected exactly one expression")]
    [InlineData("close > 1][1] = [true", "expected exactly one expression")]
    [InlineData("close > 1, true", "expected exactly one expression")]
    [InlineData("close > 1 as x", "syntax error at or near \"as\"")]
    [InlineData("close > 1 order by 1", "syntax error at or near \"order\"")]
    [InlineData("ma_bucket = LEADING", "syntax error at or near \"LEADING\"; text is written in single quotes: 'LEADING'")]
    public void Text_that_is_not_one_expression_is_refused(string text, string fault) => new ScreenCondition(text).Faults.ShouldBe([fault]);

    [Theory]
    [InlineData("rsi < 30", "unknown column 'rsi'; did you mean 'rsi_14'?")]
    [InlineData("ma_bucket = \"NEUTRAL\"", "unknown column 'NEUTRAL'; text is written in single quotes: 'NEUTRAL'")]
    [InlineData("features.close > 1", "unknown column 'features.close'; ./run.sh columns lists them")]
    [InlineData("date > current_date", "unknown column 'current_date'; ./run.sh columns lists them")]
    [InlineData("close > (select avg(close) from features)", "subqueries are not available; a condition uses the columns of one row")]
    [InlineData("exists (from read_csv('/etc/passwd'))", "subqueries are not available; a condition uses the columns of one row")]
    [InlineData("symbol in (select symbol from price_data)", "subqueries are not available; a condition uses the columns of one row")]
    [InlineData("row_number() over () < 5", "window functions are not available; a condition uses the columns of one row")]
    [InlineData("close > ?", "a condition has no parameters; expected ? and $ in quotes only")]
    [InlineData("close > $1", "a condition has no parameters; expected ? and $ in quotes only")]
    [InlineData("columns('rsi.*') > 1", "* stands for many columns; a condition uses the columns of one row by name")]
    [InlineData("ma_bucket = 'leading'", "ma_bucket has no value 'leading'; did you mean 'LEADING'?")]
    [InlineData("ma_bucket in ('LEADING', 'LAGING')", "ma_bucket has no value 'LAGING'; did you mean 'LAGGING'?")]
    [InlineData("stage_label = 2", "stage_label is text; expected '2' in single quotes")]
    [InlineData("rsi_14", "the value is DOUBLE; expected a condition, like rsi_14 < 30")]
    [InlineData("rsi_14 + 1", "the value is DOUBLE; expected a condition, like rsi_14 < 30")]
    [InlineData("'abc'", "the value is VARCHAR; expected a condition, like rsi_14 < 30")]
    public void What_is_not_a_condition_on_one_row_is_refused(string text, string fault) => new ScreenCondition(text).Faults.ShouldBe([fault]);

    /// <summary>Functions of many rows, of the clock, of chance, of settings and of files.</summary>
    [Theory]
    [InlineData("avg(close) > 1", "avg")]
    [InlineData("count(*) > 1", "count_star")]
    [InlineData("now() > date", "now")]
    [InlineData("random() < 0.5", "random")]
    [InlineData("current_setting('threads') = '1'", "current_setting")]
    [InlineData("getenv('HOME') = '/'", "getenv")]
    [InlineData("content(read_text('/etc/passwd')) = ''", "content")]
    [InlineData("json_execute_serialized_sql('x')", "json_execute_serialized_sql")]
    public void Only_functions_of_the_row_are_available(string text, string function) =>
        new ScreenCondition(text).Faults.ShouldHaveSingleItem().ShouldStartWith($"function {function}() is not available");

    /// <summary>EMA 200 has its first value at bar 200, counted from 1, and is stable 1,382 bars later.</summary>
    [Theory]
    [InlineData("stable(ema_200)", "((history_bars > 1581)\n)", 1581)]
    [InlineData("symbol <> 'é stable(x)' and STABLE /* ( */ ( \"Ema_200\" -- )\n) and rsi_14 < 30",
        "(symbol <> 'é stable(x)' and (history_bars > 1581) and rsi_14 < 30\n)", 1581)]
    [InlineData("not stable(rsi_14) or stable(atr_30) -- stable(x)", "(not (history_bars > 201) or (history_bars > 438) -- stable(x)\n)", 438)]
    public void Stable_tests_the_length_of_the_history(string text, string sql, int warmUp)
    {
        var condition = new ScreenCondition(text);
        condition.Faults.ShouldBeEmpty();
        condition.Sql.ShouldBe(sql);
        condition.Columns.ShouldContain("history_bars");
        condition.Columns.ShouldNotContain("ema_200");
        condition.WarmUp.ShouldBe(warmUp);
    }

    [Theory]
    [InlineData("stable(sma_50)", "stable(sma_50): sma_50 has no seed and is exact from its first value on; test sma_50 is not null")]
    [InlineData("stable(close)", "stable(close): close has no seed and is exact from its first value on; test close is not null")]
    [InlineData("stable(rsi)", "unknown column 'rsi'; did you mean 'rsi_14'?")]
    [InlineData("stable()", "stable() expects one column, like stable(ema_200)")]
    [InlineData("stable(ema_200, rsi_14)", "stable() expects one column, like stable(ema_200)")]
    [InlineData("stable(ema_200 + 1)", "stable() expects one column, like stable(ema_200)")]
    [InlineData("stable('ema_200')", "stable() expects one column, like stable(ema_200)")]
    [InlineData("stable(ema_200) > 1 and rsi < 3", "unknown column 'rsi'; did you mean 'rsi_14'?")]
    public void Only_a_column_with_a_seed_can_be_stable(string text, string fault) => new ScreenCondition(text).Faults.ShouldBe([fault]);

    [Fact]
    public void All_unknown_names_are_reported_together() => new ScreenCondition("rsi < 30 and volum > 1").Faults
        .ShouldBe(["unknown column 'rsi'; did you mean 'rsi_14'?", "unknown column 'volum'; did you mean 'volume'?"]);

    [Theory]
    [InlineData("rsi_14 < 'abc'", "Conversion Error: Could not convert string 'abc' to DOUBLE")]
    [InlineData("rsi_14 < date", "Binder Error: Cannot compare values of type DOUBLE and type DATE")]
    public void Values_of_other_types_are_refused(string text, string fault) => new ScreenCondition(text).Faults.ShouldHaveSingleItem().ShouldStartWith(fault);

    /// <summary>The check of all at once says what the faults of each say.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(true, "rsi_14 < 30", "ma_bucket = 'LEADING' -- a comment", "rs_line_new_high", "rsi_14 < 'Infinity'")]
    [InlineData(false, "rsi_14 < 30", "rsi_14")]
    [InlineData(false, "rsi_14 < 30", "rsi < 30")]
    [InlineData(false, "rsi_14 < 30", " ")]
    [InlineData(false, "rsi_14 < 30", "close > 1) or (true")]
    [InlineData(false, "rsi_14 < 30", "rsi_14 < date")]
    [InlineData(false, "rsi_14 < 30", "rsi_14 < 'abc'")]
    [InlineData(false, "rsi_14 < 30", "ma_bucket = 'leading'")]
    [InlineData(false, "rsi_14 < 30", "close > ?")]
    public void Conditions_are_valid_together_if_each_is(bool areValid, params string[] texts)
    {
        ScreenCondition[] conditions = [.. texts.Select(text => new ScreenCondition(text))];
        ScreenCondition.AreValid(conditions).ShouldBe(areValid);
        conditions.All(c => c.Faults.Count == 0).ShouldBe(areValid);
    }

    [Fact]
    public void A_deep_expression_is_parsed_or_refused_but_never_a_crash()
    {
        new ScreenCondition(string.Concat(Enumerable.Repeat("not ", 300)) + "td_perfect_buy").Faults.ShouldBeEmpty();
        new ScreenCondition(string.Concat(Enumerable.Repeat("not ", 5000)) + "td_perfect_buy").Faults.ShouldHaveSingleItem();
        new ScreenCondition(new string('(', 5000) + "true" + new string(')', 5000)).Faults.Count.ShouldBeLessThan(2);
    }
}
