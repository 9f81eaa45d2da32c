using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The JSON schema of the job file, read by another validator.</summary>
public class JobFileSchemaTests
{
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(JobFileSchema.Text(JobKinds.Standard)));
    private static readonly string ProjectFile = File.ReadAllText(JobFileTests.ProjectFile());

    [Fact]
    public void The_committed_schema_is_that_of_the_program() =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(JobFileTests.ProjectFile())!, "jobs.schema.json"))
            .ShouldBe(JobFileSchema.Text(JobKinds.Standard), "to update it: ./run.sh jobs --schema > jobs.schema.json");

    [Fact]
    public void The_job_file_names_its_schema() => ProjectFile.ShouldStartWith("# yaml-language-server: $schema=jobs.schema.json\n");

    [Fact]
    public async Task The_projects_own_file_is_valid() => (await FaultsAsync(ProjectFile)).ShouldBeEmpty();

    [Theory]
    [InlineData("jobs: {audit: }")]
    [InlineData("jobs: {audit: {}}\nchains:\nschedules:\nproviders:\n")]
    [InlineData("jobs: {x: {run: audit, needs: audit}, audit: {retries: {times: 2, delay: 90s, backoff: 1.5}, timeout: 20m, on_failure: continue}}")]
    [InlineData("jobs: {audit: {partial_if: {audits_broken: '> 2%'}, fail_if: {rows: '>= 10'}}}")]
    [InlineData("jobs: {a: {run: backfill_symbols, options: {symbols: 'AAPL,MSFT', since: 2018-02-07}}}")]
    [InlineData("jobs: {b: {run: backfill_symbols, options: {symbols: [A], since: null}}}")]
    [InlineData("jobs: {recompute_indicators_universe: {options: {keep: all}}}")]
    [InlineData("jobs: {r: {run: recompute_indicators_universe, options: {keep: 250, stage_flat_band: 2}}}")]
    [InlineData("jobs: {audit: {}}\nchains: {a: {jobs: audit}, b: {jobs: [a, audit]}}")]
    [InlineData("jobs: {audit: {}}\nschedules: {n: {cron: 0 3 * * *, tz: America/New_York, target: audit, catch_up: all, exit_on_partial: true}}")]
    [InlineData("jobs: {audit: {run: backfill_last_bars, options: {days: 5}}}")]
    [InlineData("jobs: {audit: {}}\nwatch: {mine: {symbols: [AAPL], levels: {AAPL: [180, 182.5], MSFT: 400}}, more: {symbols: NVDA}}")]
    [InlineData("jobs: {audit: {}}\nwatch:\n")]
    public async Task What_the_program_accepts_the_schema_accepts(string yaml)
    {
        ProgramFault(yaml).ShouldBeNull();
        (await FaultsAsync(yaml)).ShouldBeEmpty();
    }

    /// <summary>Each changes a part of a valid file.</summary>
    [Theory]
    [InlineData("needs: [audit]", "neds: [audit]")]
    [InlineData("needs: [audit]", "needs: {audit: 1}")]
    [InlineData("run: backfill_last_bars", "run: backfill_lst_bars")]
    [InlineData("run: backfill_last_bars", "needs: []")]
    [InlineData("run: backfill_last_bars", "run: [audit]")]
    [InlineData("days: 5", "dys: 5")]
    [InlineData("days: 5", "days: five")]
    [InlineData("days: 5", "days: 0")]
    [InlineData("days: 5", "days: 2.5")]
    [InlineData("days: 5", "days: [5]")]
    [InlineData("days: 5", "days: 5, keep: 5")]
    [InlineData("keep: 9", "keep: 0")]
    [InlineData("keep: 9", "keep: some")]
    [InlineData("confirm: true", "confirm: sure")]
    [InlineData("since: 2018-02-07", "since: 07.02.2018")]
    [InlineData("retries: {times: 2", "retries: {tmes: 2")]
    [InlineData("retries: {times: 2", "retries: {times: -1")]
    [InlineData("retries: {times: 2", "retries: {times: 2x")]
    [InlineData("delay: 30s", "delay: 30")]
    [InlineData("delay: 30s", "delay: 30 seconds")]
    [InlineData("backoff: 2", "backoff: 0.5")]
    [InlineData("timeout: 20m", "timeout: 20")]
    [InlineData("timeout: 20m", "timeout: [20m]")]
    [InlineData("timeout: 20m", "timeut: 20m")]
    [InlineData("on_failure: stop", "on_failure: halt")]
    [InlineData("'> 2%'", "2")]
    [InlineData("'> 2%'", "'2%'")]
    [InlineData("'> 2%'", "'= 2%'")]
    [InlineData("partial_if: {audits_broken: '> 2%'}", "partial_if: ['> 2%']")]
    [InlineData("benchmark: SPY", "benchmrk: SPY")]
    [InlineData("benchmark: SPY", "benchmark: [SPY]")]
    [InlineData("concurrency: 5", "concurrency: 0")]
    [InlineData("price_step: hold", "price_step: hodl")]
    [InlineData("by: \"05:00\"", "by: \"25:00\"")]
    [InlineData("form: slack", "form: teams")]
    [InlineData("jobs: [audit, nightly]", "jbs: [audit, nightly]")]
    [InlineData("jobs: [audit, nightly]", "jobs: {audit: nightly}")]
    [InlineData("sets: nightly.days", "sets: nightly")]
    [InlineData("default: 3, ", "")]
    [InlineData("cron: 0 3 * * *, ", "")]
    [InlineData("target: all", "trgt: all")]
    [InlineData("tz: UTC", "tz: \"\"")]
    [InlineData("catch_up: all", "catch_up: some")]
    [InlineData("exit_on_partial: true", "exit_on_partial: 7")]
    [InlineData("schedules:", "schedule:")]
    [InlineData("notify: {form: slack}", "notify: slack")]
    public async Task What_the_schema_refuses_the_program_refuses(string part, string instead)
    {
        const string valid = """
            jobs:
              audit: {partial_if: {audits_broken: '> 2%'}, on_failure: stop}
              nightly: {run: backfill_last_bars, needs: [audit], options: {days: 5}, retries: {times: 2, delay: 30s, backoff: 2}, timeout: 20m}
              backfill_symbols: {options: {since: 2018-02-07}}
              recompute_indicators_universe: {options: {keep: 9}}
              refresh_index_constituents: {options: {confirm: true}}
            market: {benchmark: SPY}
            providers: {concurrency: 5}
            checks: {price_step: hold}
            freshness: {by: "05:00"}
            notify: {form: slack}
            chains: {all: {jobs: [audit, nightly], options: {d: {default: 3, sets: nightly.days}}}}
            schedules: {night: {cron: 0 3 * * *, target: all, tz: UTC, catch_up: all, exit_on_partial: true}}
            """;
        ProgramFault(valid).ShouldBeNull();
        (await FaultsAsync(valid)).ShouldBeEmpty();
        var wrong = valid.Replace(part, instead, StringComparison.Ordinal);
        wrong.ShouldNotBe(valid);
        ProgramFault(wrong).ShouldNotBeNull();
        (await FaultsAsync(wrong)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Every_option_has_a_description()
    {
        var schema = await Schema.Value;
        var options = schema.Properties.Where(p => p.Key is not ("jobs" or "chains")).SelectMany(p => Described(p.Key, p.Value))
            .Concat(schema.Definitions.SelectMany(d => Described(d.Key, d.Value)));
        options.Where(o => string.IsNullOrEmpty(o.Description)).Select(o => o.Name).ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, string? Description)> Described(string owner, JsonSchema schema) =>
        schema.Properties.SelectMany(p => Described($"{owner}.{p.Key}", p.Value).Prepend(($"{owner}.{p.Key}", Own(p.Value).Description)))
            .Concat(schema.AnyOf.Where(form => form.Reference is null).SelectMany(form => Described(owner, form)));

    private static JsonSchema Own(JsonSchema schema) => schema.HasReference ? schema.ActualSchema : schema;

    private static string? ProgramFault(string yaml)
    {
        try
        {
            new JobFileReader(JobKinds.Standard).Read("jobs.yaml", new StringReader(yaml));
            return null;
        }
        catch (ConfigurationException e)
        {
            return e.Message;
        }
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(string yaml) =>
        [.. (await Schema.Value).Validate(Json(YamlReader.Read(new StringReader(yaml))!)!.ToJsonString()).Select(fault => $"{fault}")];

    /// <summary>The types of YAML's core schema.</summary>
    private static JsonNode? Json(YamlNode node) => node switch
    {
        { Kind: YamlKind.Map } => new JsonObject(node.Entries.DistinctBy(e => e.Key).Select(e => KeyValuePair.Create(e.Key, Json(e.Value)))),
        { Kind: YamlKind.List } => new JsonArray([.. node.Items.Select(Json)]),
        { IsNull: true } => null,
        { Quoted: true } => JsonValue.Create(node.Text),
        { Text: "true" or "false" } => JsonValue.Create(node.Text == "true"),
        _ when long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(node.Text),
    };
}
