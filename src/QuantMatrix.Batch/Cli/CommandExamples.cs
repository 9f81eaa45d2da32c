namespace QuantMatrix.Batch.Cli;

/// <summary>Calls that the help of a command shows; each of its options is in one of them.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, (string Call, string Meaning)[]> Written = new()
    {
        ["run"] =
        [
            ("run", "The nightly chain."),
            ("run --quiet --wait 30m --exit-on-partial", "The same from cron: prints nothing when all is well."),
            ("run --as-of 2018-02-07 --allow-older --republish --workers 2 --log json", "An older session, published; as log events."),
            ("run --only publish_screens --dry-run", "The plan of one job of the chain."),
            ("run --from recompute_indicators_universe --set recompute_indicators_universe.keep=all", "A part of the chain with another option."),
            ("run --catch-up nightly --jobs jobs.yaml", "The sessions that a schedule missed."),
        ],
        ["plan"] =
        [
            ("plan", "The nightly chain, without a call."),
            ("plan --only backfill_last_bars --set backfill_last_bars.days=400 --as-of 2018-02-07", "One job with another option."),
            ("plan --from publish_screens --jobs jobs.yaml", "A part of the chain."),
        ],
        ["runs"] = [("runs --since 2018-02-01", "Runs of this day and later."), ("runs --columns run,status,reason --format csv", "")],
        ["status"] = [("status", "The state of the data."), ("status 20261123T170501Z-3f9a", "One run.")],
        ["retry"] = [("retry 20261123T170501Z-3f9a --dry-run", "The calls and jobs, without running them."), ("retry 20261123T170501Z-3f9a --wait 30m", "")],
        ["backfill"] = [("backfill --from 2017-01-01 --to 2017-12-31 --max-calls 500 --dry-run", "A year, up to 500 calls.")],
        ["jobs"] = [("jobs", "Jobs, chains and schedules."), ("jobs --schema", "The JSON schema of jobs.yaml, for an editor.")],
        ["columns"] = [("columns --columns name,unit,meaning", ""), ("columns --format json", "Every fact of every column.")],
        ["sql"] =
        [
            ("sql \"SELECT symbol, close, rsi_14 FROM market_analysis_cache ORDER BY rsi_14\"", "40 rows on a terminal, all in a pipe."),
            ("sql \"FROM price_data WHERE symbol = 'AAPL'\" --out aapl.parquet", "A file with the types of the query; also .xlsx, .csv, .json."),
            ("sql -f report.sql --format line", "The statements of a file, one column per line."),
            ("sql -", "The statements of the standard input."),
            ("sql \"FROM 'other.csv'\" --allow-files", "Another file than those of the lake."),
            ("sql", "A prompt with history; Ctrl-D leaves it."),
        ],
        ["show"] = [("show AAPL", ""), ("show AAPL --as-of 2016-01-15", "The card of a past session."), ("show AAPL --all", "Every column.")],
        ["explain"] = [("explain AAPL rsi_14", ""), ("explain AAPL sma_200 2016-01-15", "The value of a past session.")],
        ["screen"] =
        [
            ("screen \"rsi_14 < 30 and ma_bucket = 'LEADING'\"", ""),
            ("screen oversold --columns symbol,close,rsi_14 --format csv", "A screen of jobs.yaml."),
            ("screen oversold --as-of 2017-06-30 --in SP500", "The members of that day."),
            ("screen oversold --history --from 2016-01-01", "What became of the symbols that entered it."),
            ("screen \"rs_rank > 90\" --order \"rs_rank desc\" --limit 10 --stale", ""),
        ],
        ["portfolio"] =
        [
            ("portfolio --account U1234567 --columns symbol,quantity,weight_pct", "One account."),
            ("portfolio performance", "Time-weighted returns by month, quarter and year; dividends and exposure likewise."),
            ("portfolio gains --account U1234567", "Realized profit by closed lot, split into price, exchange rate and dividends."),
            ("portfolio retire U1234567 --date 2018-02-07", "Closes the positions of an account that was migrated."),
        ],
        ["quarantine"] =
        [
            ("quarantine", "Symbols and reasons."), ("quarantine show CHK", "The rows of a symbol."),
            ("quarantine release CHK --date 2016-02-08", "Stores a held bar in price_data."), ("quarantine drop CHK", "Refuses its rows for good."),
        ],
        ["verify"] =
        [
            ("verify", "A sample of the files."), ("verify --full --recompute 100", "Every file and 100 rows."),
            ("verify --history", "Every recorded row, computed again."),
        ],
        ["order"] = [("order", "In the nightly chain's place before shards: see docs/scale.md."), ("order --as-of 2018-02-07 --order orders/night.json", "")],
        ["shard"] =
        [
            ("shard", "Every part that is missing."), ("shard --shard 1/4 --workers 2", "The second of four processes."),
            ("shard --shard auto", "In an array job of Slurm, Kubernetes or AWS Batch."), ("shard --status", "Which parts are missing."),
        ],
        ["export"] =
        [
            ("export cron --host-tz Europe/Berlin", ""), ("export systemd --out units", ""), ("export k8s --image registry/quantmatrix:1.0", ""),
            ("export iceberg --location s3://bucket/data/lake --wait 30m", "For Spark, Trino, Snowflake and DuckDB: see docs/queries.md."),
        ],
        ["sync"] =
        [
            ("sync --to s3://bucket/data/lake", "After the nightly run."), ("sync --to /mnt/nas/lake", "A folder of another machine."),
            ("sync --from s3://bucket/data/lake --wait 30m", "On another machine; then ./run.sh shard."),
        ],
        ["completion"] = [("completion bash", "In ~/.bashrc: source <(./run.sh completion bash)."), ("completion fish", "")],
    };

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["DATE"] = "2018-02-07", ["FILE"] = "rows.csv", ["DIR"] = "backup", ["N"] = "100", ["DURATION"] = "30m", ["LIST"] = "symbol", ["FORMAT"] = "csv",
        ["DAYS"] = "90d", ["PERCENT"] = "20%", ["TIME"] = "2018-02-07T22:00:00Z",
    };

    /// <summary>The written calls, then one for each option that is in none of them.</summary>
    public static IReadOnlyList<(string Call, string Meaning)> Of(CommandSchema command)
    {
        var required = command.Arguments.Where(a => a.Required).Select(a => Sample(a.Name, a.Name));
        var needed = command.Options.Where(o => o.IsRequired).Select(o => $"--{o.Name} {Sample(o.Value, o.Name)}");
        var plain = string.Join(' ', [command.Name, .. required, .. needed]);
        var written = Written.GetValueOrDefault(command.Name) ?? [(plain, "")];
        var first = command.Arguments.Any(a => a.Required) ? written[0].Call.Split(" --")[0] : plain;
        return [.. written, .. command.Options.Where(o => !o.IsRequired && !written.Any(w => IsIn(w.Call, o))).Select(o => ($"{first} {Call(o)}", ""))];
    }

    private static string Call(CommandOption option) => option.Name switch
    {
        "bom" => "--format csv --bom",
        "overwrite" => "--out rows.csv --overwrite",
        "jobs" => "--jobs jobs.yaml",
        _ => $"--{option.Name} {(option.TakesValue ? Sample(option.Value, option.Value) : "")}".TrimEnd(),
    };

    private static bool IsIn(string call, CommandOption option) =>
        $"{call} ".Contains($" --{option.Name} ", StringComparison.Ordinal)
        || (option.Short.Length > 0 && call.Contains($" -{option.Short} ", StringComparison.Ordinal));

    private static string Sample(string value, string instead) => Samples.GetValueOrDefault(value, instead);
}
